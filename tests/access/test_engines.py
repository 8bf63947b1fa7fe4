"""Everything works without numba, and where compiled code cannot be kept."""

from __future__ import annotations

import subprocess
import sys

from assetmap.access.warming import warm

ALL = "from assetmap.access.warming import warm; warm(); import sys; print(type(sys.modules.get('numba')).__name__)"


def run(code: str):
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_measures_run_and_warn_of_nothing():
    warm()


def test_without_numba_all_measures_run_all_the_same():
    assert run(f"import sys; sys.modules['numba'] = None; {ALL}") == "NoneType"


def test_numba_is_asked_for_only_where_something_is_searched_for():
    assert run("import sys, assetmap.access; print('numba' in sys.modules, 'scipy.sparse' in sys.modules)") == (
        "False False"
    )


def test_where_no_compiled_code_may_be_kept_it_is_made_anew():
    refuse = "import numba.core.caching as caching; caching.FunctionCache._impl_class._locator_classes = []; "
    join = "from assetmap.access import kernels; kernels.grown(__import__('numpy').zeros(1)); print(kernels.grown)"
    assert "CPUDispatcher" in run(refuse + join)
