"""Pre-screening of uploads for registration as a Certified Safety Engineer: see, then judge."""

import os

# One thread a process, as many processes as `--jobs` says: numpy's threads spin while they wait and cost more than they give
# here. Whoever sets one of these before keeps it; numpy reads them when it is first imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
