"""Targets on hosts that serve one fixed place, where no link can be switched: the live release is copied there."""
