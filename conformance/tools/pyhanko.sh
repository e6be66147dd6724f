# pyHanko's validation by ETSI EN 319 102-1: each seal reaches exactly the level
# in its name. It also seals files that the others judge, while they are made.
covers='seals/*.p[7d]*'

prepare() { venv pyhanko; }

judge() { # FILE...
	lib/pyhanko/bin/python tools/pyhanko_judge.py out/trust out/seals/manifest.xml "$@" 2>out/pyhanko.log |
		rows pyHanko "$(lib/pyhanko/bin/python -c 'from importlib.metadata import version; print(version("pyhanko"))')" \
			'.said[0] == .level and .said[1] == "OK"'
}
