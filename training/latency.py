"""Time, memory and size of a teacher as it would serve: the question encoded, compared with ready-made passage vectors."""

import argparse
import time
from pathlib import Path

import numpy as np
import psutil

from corpus import announcement, sentences
from teacher import Teacher


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("--int8", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--announcement", nargs=2, metavar=("MARKDOWN", "QUESTIONS"), required=True)
    args = parser.parse_args()
    before = psutil.Process().memory_info().rss
    teacher = Teacher(args.teacher, args.cache, int8=args.int8, threads=args.threads)
    collection = announcement(*args.announcement)
    parts = [s for p in collection.passages for s in sentences(p)] + collection.passages
    began = time.perf_counter()
    index = teacher.encode(parts)
    built = time.perf_counter() - began
    times = []
    for question, _, _ in collection.questions:
        began = time.perf_counter()
        _ = index @ teacher.encode([question])[0]
        times.append((time.perf_counter() - began) * 1000)
    p50, p99 = np.percentile(times, [50, 99])
    memory = (psutil.Process().memory_info().rss - before) / 2**20
    size = Path(teacher.file).stat().st_size / 1e6
    print(f"{teacher.file.name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, index of 16 passages {built * 1000:.0f} ms, memory {memory:.0f} MiB, file {size:.0f} MB")


if __name__ == "__main__":
    main()
