"""Document -> mentions and events. One module a stage; `pipeline` holds their order."""
