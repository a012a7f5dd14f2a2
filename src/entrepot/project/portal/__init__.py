"""Pages that join several modules and gateways: each folder one task, with its views and addresses."""
