.PHONY: help setup run test lint bench soak
help: ; @bin/help
setup: ; @bin/setup
run: ; @bin/run
test: ; @bin/test
lint: ; @bin/lint
bench: ; @bin/bench
soak: ; @bin/soak
