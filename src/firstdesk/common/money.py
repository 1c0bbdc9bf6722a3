"""Amounts of money. They are kept in fen (a hundredth of a yuan), whole numbers, so that nothing is ever rounded."""

from decimal import Decimal

import cn2an

FEN = 100
MOST = 10**14  # fen: a trillion yuan; more is a slip of the pen, and longer than the numerals' rules reach


def yuan(fen: int) -> str:
    """Fen as yuan in figures: 1,200.00."""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // FEN:,}.{whole % FEN:02}"


def capitals(fen: int) -> str:
    """Fen as yuan in capital numerals, which cannot be altered: 壹仟贰佰元整, 伍佰元零伍分. Raises ValueError."""
    if not 0 <= fen < MOST:
        raise ValueError(f"{fen} fen cannot be written in capital numerals")
    return str(cn2an.an2cn(str(Decimal(fen) / FEN), "rmb"))


def fen(amount: Decimal) -> int:
    """Yuan as fen. Raises ValueError for parts smaller than a fen."""
    exact = amount * FEN
    if exact != exact.to_integral_value():
        raise ValueError(f"{amount} yuan has parts smaller than a fen")
    return int(exact)
