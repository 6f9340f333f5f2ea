"""Sounds made and changed without a recording, a download or torchaudio.

A sound is a tensor of shape (n,) with values around -1 to 1, at :data:`RATE` samples a second.
"""

import html
import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

RATE = 8000  # Hz: telephone quality, and small enough to travel inside a page
_WINDOW, _HOP = 512, 128


def melody(frequencies: tuple[float, ...] = (262, 330, 392, 523), seconds: float = 0.3) -> Tensor:
    """Pluck one note after another, each with five harmonics that die away.

    Parameters
    ----------
    frequencies : tuple of float
        Pitch of each note, in Hz.
    seconds : float
        How long each note lasts.

    Returns
    -------
    Tensor, shape (n,)
    """
    t = torch.arange(round(seconds * RATE)) / RATE
    fade = torch.exp(-6 * t) * (t / 0.01).clamp(max=1) * ((seconds - t) / 0.02).clamp(max=1)
    notes = [
        sum(torch.sin(2 * math.pi * k * f * t) / k**1.5 for k in range(1, 6)) * fade
        for f in frequencies
    ]
    sound = torch.cat(notes)
    return 0.8 * sound / sound.abs().max()


def murmur(n: int, generator: torch.Generator) -> Tensor:
    """Voices far away: eight hums that come and go.

    Parameters
    ----------
    n : int
        Samples.
    generator : torch.Generator
        Source of their pitch and rhythm.

    Returns
    -------
    Tensor, shape (n,)
        With mean square 1.
    """
    t = torch.arange(n) / RATE
    sound = torch.zeros(n)
    for _ in range(8):
        pitch, beat, phase = torch.rand(3, generator=generator).tolist()
        hum = torch.sin(2 * math.pi * (100 + 200 * pitch) * t).sign()
        sound += hum * torch.sin(2 * math.pi * ((2 + 3 * beat) * t + phase)).clamp(min=0)
    smooth = functional.avg_pool1d(sound.view(1, 1, -1), 9, stride=1, padding=4).flatten()
    return smooth / smooth.square().mean().sqrt()


def change_speed(signal: Tensor, factor: float) -> Tensor:
    """Play faster or slower at the same pitch, with a phase vocoder.

    Parameters
    ----------
    signal : Tensor, shape (n,)
    factor : float
        2 lasts half as long, 0.5 twice as long.

    Returns
    -------
    Tensor, shape (round(n / factor),)

    Raises
    ------
    ValueError
        If ``signal`` is no row of samples, or ``factor`` is not positive.
    """
    if signal.dim() != 1:
        raise ValueError(f"signal: se esperaba (n,) y ha llegado {tuple(signal.shape)}")
    if factor <= 0:
        raise ValueError(f"factor: se esperaba un número positivo y ha llegado {factor}")
    window = torch.hann_window(_WINDOW)
    spectrum = torch.stft(
        signal, _WINDOW, _HOP, window=window, pad_mode="constant", return_complex=True
    )
    spectrum = functional.pad(spectrum, (0, 1))
    moments = torch.arange(0, spectrum.shape[1] - 1, factor)  # frames to be read, between frames
    left, share = moments.long(), moments % 1
    before, after = spectrum[:, left], spectrum[:, left + 1]
    size = (1 - share) * before.abs() + share * after.abs()
    expected = 2 * math.pi * _HOP * torch.arange(spectrum.shape[0]).unsqueeze(1) / _WINDOW
    turn = after.angle() - before.angle() - expected
    turn = expected + turn - 2 * math.pi * torch.round(turn / (2 * math.pi))
    phase = before[:, :1].angle() + functional.pad(turn, (1, 0))[:, :-1].cumsum(1)
    length = round(len(signal) / factor)
    return torch.istft(torch.polar(size, phase), _WINDOW, _HOP, window=window, length=length)


def change_pitch(signal: Tensor, semitones: float) -> Tensor:
    """Move every note up or down and keep the length.

    Parameters
    ----------
    signal : Tensor, shape (n,)
    semitones : float
        12 is an octave up.

    Returns
    -------
    Tensor, shape (n,)
    """
    slower = change_speed(signal, 2 ** (-semitones / 12)).view(1, 1, -1)
    return functional.interpolate(slower, len(signal), mode="linear", align_corners=False).flatten()


def players(sounds: Mapping[str, Tensor]):
    """Show one player under the name of each sound.

    Parameters
    ----------
    sounds : mapping of str to Tensor of shape (n,)

    Returns
    -------
    IPython.display.HTML
    """
    from IPython.display import HTML, Audio

    figures = []
    for name, signal in sounds.items():
        audio = Audio(signal.clamp(-1, 1).numpy(), rate=RATE, normalize=False)
        name = html.escape(name, quote=True)
        tag = f'<audio controls aria-label="{name}" src="{audio.src_attr()}"></audio>'
        caption = f"<figcaption>{name}</figcaption>"
        figures.append(f'<figure style="margin:0">{caption}{tag}</figure>')
    style = "display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:0.7rem"
    return HTML(f'<div style="{style}">{"".join(figures)}</div>')
