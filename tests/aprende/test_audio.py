"""Sounds: what is changed changes, and the rest stays."""

import math

import pytest
import torch

from aprende import audio


def tone(hz, seconds=1.0):
    return torch.sin(2 * math.pi * hz * torch.arange(round(seconds * audio.RATE)) / audio.RATE)


def pitch(signal):
    return torch.fft.rfft(signal).abs().argmax().item() * audio.RATE / len(signal)


def test_a_melody_has_its_notes_and_stays_within_range():
    sound = audio.melody((262, 392), seconds=0.5)
    first, second = sound.chunk(2)
    assert sound.shape == (audio.RATE,)
    assert sound.abs().max() <= 1
    assert pitch(first) == pytest.approx(262, abs=3)
    assert pitch(second) == pytest.approx(392, abs=3)


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.5])
@pytest.mark.parametrize("hz", [300, 1000])
def test_another_speed_changes_the_length_and_keeps_the_pitch(hz, factor):
    changed = audio.change_speed(tone(hz), factor)
    assert len(changed) == round(audio.RATE / factor)
    assert pitch(changed) == pytest.approx(hz, rel=0.01)


def test_speed_one_changes_nothing():
    sound = audio.melody()
    torch.testing.assert_close(audio.change_speed(sound, 1), sound, rtol=0, atol=1e-3)


@pytest.mark.parametrize("factor", [0, -1])
def test_a_speed_that_is_not_positive_is_refused(factor):
    with pytest.raises(ValueError, match="factor"):
        audio.change_speed(tone(300), factor)


@pytest.mark.parametrize("semitones", [-4, 5, 12])
def test_another_pitch_keeps_the_length(semitones):
    changed = audio.change_pitch(tone(400), semitones)
    assert len(changed) == audio.RATE
    assert pitch(changed) == pytest.approx(400 * 2 ** (semitones / 12), rel=0.01)


def test_a_murmur_has_power_one_and_comes_from_its_generator():
    first, again, other = (
        audio.murmur(4000, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1)
    )
    assert first.square().mean() == pytest.approx(1, abs=1e-4)
    torch.testing.assert_close(first, again)
    assert not torch.equal(first, other)


def test_every_player_has_its_name():
    page = audio.players({"más agudo": tone(300, 0.1), "a<b": tone(300, 0.1)}).data
    assert page.count("<audio controls") == 2
    assert 'aria-label="más agudo"' in page
    assert ">a&lt;b</figcaption>" in page
    assert "data:audio/wav;base64," in page
