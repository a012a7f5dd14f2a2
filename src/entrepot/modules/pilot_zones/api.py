"""The door of this module: what other modules, gateways and the command line may use."""
