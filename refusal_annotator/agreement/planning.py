"""How much has to be coded twice."""

from __future__ import annotations

import math

from refusal_annotator.domain.reliability import Result


def required_codings(
    *, alpha_min: float, rarest_share: float, significance: float = 0.05, n_coders: int = 2
) -> Result:
    r"""Values needed to tell a nominal alpha of `alpha_min` from a smaller one.

    .. math:: m z^2 \left\{ \frac{(1+\alpha)(3-\alpha)}{4(1-\alpha)\,p(1-p)} - \alpha \right\}

    rounded up, where m is the number of coders, p the share of the rarest category, and z the
    one-sided standard normal quantile of the significance. Bloch and Kraemer (1989), eq. 3.7, as
    used by Krippendorff (2019).

    Parameters
    ----------
    alpha_min, rarest_share, significance
        Strictly between 0 and 1.
    n_coders
        Two or more.

    Raises
    ------
    ValueError
        For figures outside these bounds.
    """
    shares = {"alpha_min": alpha_min, "rarest_share": rarest_share, "significance": significance}
    for name, share in shares.items():
        if not 0 < share < 1:
            raise ValueError(f"{name} is {share}; it lies between 0 and 1")
    if n_coders < 2:
        raise ValueError(f"n_coders is {n_coders}; agreement needs two")
    from scipy.special import ndtri

    z = float(ndtri(1 - significance))
    spread = (1 + alpha_min) * (3 - alpha_min)
    spread /= 4 * (1 - alpha_min) * rarest_share * (1 - rarest_share)
    needed = n_coders * z**2 * (spread - alpha_min)
    return Result("required_codings", float(math.ceil(needed)), level="design", n_coders=n_coders)
