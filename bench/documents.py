"""How long does an agreement take, and do a thousand of them grow the memory?

Usage: ./run bench documents [--count N]. An agreement is a PDF/A of two or three pages with facts, terms, a table of instalments,
signatures and a code, each different. Budgets: warm, the median is at most 300 ms, sealed another 300 ms; among a thousand in
one batch the child that sets them holds at its end at most a quarter more than at its hundredth, and the process that asks at
most 20 MiB more than before. Every life of a child is measured by itself, since an old one is succeeded by a fresh one. Beside
the time by the clock stands the work of the processors, of the child and of the process that asks, which says what an agreement
costs on a machine that is busy with other things too.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MILLISECONDS, GROWTH, GROWN = 300, 1.25, 20
AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
TERM = "乙方于二〇二五年十月一日前向甲方支付人民币壹仟贰佰元整（￥1,200.00），以银行转账方式一次付清，逾期按约定承担违约责任。"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(dir=os.environ.get("FIRSTDESK_BENCH_DIR")) as folder:
        os.environ |= {"FIRSTDESK_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
        sys.path.insert(0, str(ROOT / "src"))
        import django  # noqa: PLC0415 the settings read the environment set above
        from django.utils import translation  # noqa: PLC0415

        django.setup()
        translation.activate("zh-hans")
        return _measure(count)


def _measure(count: int) -> int:
    from firstdesk.files import certificates, seals, workshop  # noqa: PLC0415

    certificate = certificates.issue(1, "某人民调解委员会", at=AT)
    began = time.perf_counter()
    first = _agreement(0)
    cold = time.perf_counter() - began
    seals.seal(first, certificate, at=AT)
    sealing = _times(lambda number: seals.seal(_agreement(number), certificate, at=AT), 20)
    child = workshop.child()
    before, seconds, held = _resident(os.getpid()), [], dict[int, list[float]]()
    began_own, spent = time.process_time(), {child or 0: [_cpu(child), 0.0]}
    for number in range(count):
        began = time.perf_counter()
        _agreement(number)
        seconds.append(time.perf_counter() - began)
        pid = workshop.child() or child
        held.setdefault(pid or 0, []).append(_resident(pid))
        spent.setdefault(pid or 0, [0.0, 0.0])[1] = _cpu(pid) or spent[pid or 0][1]
    work = (time.process_time() - began_own + sum(end - start for start, end in spent.values())) / max(1, count)
    workshop.end()
    grown = _resident(os.getpid()) - before
    warm, slow = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
    lives = [(sizes[min(99, len(sizes) - 1)], sizes[-2]) for sizes in held.values() if len(sizes) > 101]
    growth = max((end / hundredth for hundredth, end in lives), default=1.0)
    sealed = statistics.median(sealing) * 1000 - warm
    print(f"first, with the child's start                       {cold * 1000:>8.0f} ms, {len(first) // 1024} KiB")
    print(f"warm, median                                        {warm:>8.1f} ms (at most {MILLISECONDS})")
    print(f"warm, 19 of 20 within                               {slow:>8.1f} ms")
    print(f"warm, work of the processors                        {work * 1000:>8.1f} ms each")
    print(f"sealing it                                          {sealed:>8.1f} ms (at most {MILLISECONDS})")
    print(f"{count} in one batch                                   {sum(seconds):>8.1f} s, by {len(held)} children")
    for hundredth, end in lives:
        print(f"  a child at its 100th and at its end               {hundredth:>8.1f} MiB {end:>8.1f} MiB")
    print(f"growth within a life                                {growth:>8.2f} (at most {GROWTH})")
    print(f"growth of the process that asks                     {grown:>8.1f} MiB (at most {GROWN})")
    good = warm <= MILLISECONDS and sealed <= MILLISECONDS and growth <= GROWTH and grown <= GROWN
    return 0 if good else 1


def _agreement(number: int) -> bytes:
    from firstdesk.files import blocks, documents  # noqa: PLC0415

    sheet = documents.Sheet(
        title="人民调解协议书", number=f"调〔2025〕{number} 号", copy=1, copies=3,
        address=f"https://example.org/verify/{number:016}/", has_seam=True,
    )  # fmt: skip
    parts = [
        blocks.Facts([["甲方", f"第{number}号", "证件号码", "3503********1234"], ["住址", "某县某街道某路 1 号"]] * 2),
        blocks.Section("一、纠纷主要事实"),
        blocks.Prose(f"甲方住在乙方楼下。第 {number} 件。" * 12),
        blocks.Section("二、协议内容"),
        blocks.Articles([f"{TERM}（{number}）"] * 10),
        blocks.Table(["期", "日期", "金额"], [[str(n), "2025-10-01", "600.00"] for n in range(1, 7)], widths=[1, 3, 2]),
        blocks.Signatures([["甲方", ""], ["乙方", ""], ["人民调解员", ""], ["记录人", ""]]),
        blocks.SealArea("某人民调解委员会", "2025 年 9 月 15 日"),
    ]
    return documents.paper(sheet, parts, at=AT)


def _times(work: Any, count: int) -> list[float]:
    seconds = []
    for number in range(count):
        began = time.perf_counter()
        work(number)
        seconds.append(time.perf_counter() - began)
    return seconds


def _cpu(pid: int | None) -> float:
    """Seconds of work of a process; 0 where it has just ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int | None) -> float:
    """MiB in use; 0 where the process has just ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
    except (OSError, IndexError):
        return 0.0


if __name__ == "__main__":
    raise SystemExit(main())
