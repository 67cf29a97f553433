"""What Polars and DuckDB take to count every question by department: 60 questions of 8 numbers, 20 of 12
flags, 20 of 4 numbers, 60 departments, small integers in memory, all cores. Prints `NAME SECONDS SECONDS`, by the
clock and of the processor, the least of five times each."""

import sys
import time

people = int(sys.argv[1])
try:
    import numpy
except ImportError:
    sys.exit(print("Polars, DuckDB               not here: this Python has no numpy"))

random = numpy.random.default_rng(7)
columns = {"dept": random.integers(0, 60, people, dtype=numpy.uint8)}
numbers = [f"single_{at}" for at in range(60)] + [f"row_{at}" for at in range(20)]
for name in numbers:
    columns[name] = random.integers(0, 8 if name.startswith("single") else 4, people, dtype=numpy.uint8)
flags = [[f"multiple_{at}_{code}" for code in range(12)] for at in range(20)]
for name in sum(flags, []):
    columns[name] = random.integers(0, 4, people, dtype=numpy.uint8) == 0


def best(work, times=5):
    taken = []
    for _ in range(times):
        start, before = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start, time.process_time() - before))
    return tuple(min(each) for each in zip(*taken))


def with_polars(polars):
    frame = polars.DataFrame(columns).lazy()
    tables = [frame.group_by(["dept", name]).len() for name in numbers]
    tables += [frame.group_by("dept").agg([polars.col(one).sum() for one in group]) for group in flags]
    return best(lambda: polars.collect_all(tables))


def with_duckdb(duckdb):
    import pyarrow

    source = pyarrow.table(columns)
    database = duckdb.connect()
    database.register("source", source)
    database.execute("create table answers as select * from source")
    queries = [f"select dept, {name}, count(*) from answers group by all" for name in numbers]
    for group in flags:
        sums = ", ".join(f"sum({one}::int)" for one in group)
        queries.append(f"select dept, {sums} from answers group by dept")
    return best(lambda: [database.execute(query).fetchall() for query in queries])


for name, module, work in [("Polars", "polars", with_polars), ("DuckDB", "duckdb", with_duckdb)]:
    try:
        found = __import__(module)
        print(name, *work(found))
    except ImportError as missing:
        print(f"{name:<29}not here: {missing}")
