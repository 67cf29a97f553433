//! Opened parts to columns to tables; disclosure control. Pure.
