"""What people see: the only rooms that know Streamlit."""
