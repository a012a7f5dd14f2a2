"""The programme page: twelve lines, what can be done here, what is counted here, what is published, how it stands."""
