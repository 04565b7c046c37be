extension Command {
    /// How to use the program, or one command of it.
    public static func usage(of command: CommandName?) -> String {
        switch command {
        case nil: Usage.program
        case .serve: Usage.serve
        case .credentials: Usage.credentials
        case .sandbox: Usage.sandbox
        case .check: Usage.check
        case .routes: Usage.routes
        }
    }
}

/// The texts of `--help`.
private enum Usage {
    static let program = """
        One API between your apps and your customer-experience vendors.

        Usage: cx-gateway COMMAND [OPTIONS]

        Commands:
          serve         Serve the API
          check         Check a configuration file and say every fault, with its line
          routes        List the operations: method, path and name
          credentials   Give a connection new credentials
          sandbox       Serve simulators of the vendors, limits and refusals included

        Options:
          -h, --help      Say this, or with a command what that takes
              --version   Say the version

        To see it work, with nothing configured:
          cx-gateway serve --sandbox
          curl -H 'Authorization: Bearer sandbox' http://127.0.0.1:8080/v1/tickets

        The exit status is 0 when all went well, 1 when it did not, 2 when the command line is wrong.
        """

    static let serve = """
        Serve the API.

        Usage: cx-gateway serve --config FILE [--listen HOST:PORT] [--admin HOST:PORT]
               cx-gateway serve --sandbox [--config FILE] [--listen HOST:PORT] [--admin HOST:PORT]

        Options:
              --config FILE        The configuration; 'cx-gateway check' says what is wrong with one
              --sandbox            Call simulators in this process, not the vendors. Needs no FILE: then
                                   there is a connection for each vendor and the consumer key 'sandbox'
              --listen HOST:PORT   Where the API is served, over the configuration's server.listen
                                   (127.0.0.1:8080)
              --admin HOST:PORT    Where /metrics is served, over the configuration's server.admin
                                   (127.0.0.1:9090)
          -h, --help               Say this

        HOST is a numeric address or localhost, an IPv6 one in brackets; port 0 takes a free one.
        SIGTERM and SIGINT stop accepting, finish what is at work, and end within 25 seconds. SIGHUP reads
        FILE again and puts changed credentials in force; it says what else changed and wants a restart.

        Examples:
          cx-gateway serve --sandbox
          cx-gateway serve --config /etc/cx-gateway/gateway.yaml --listen 0.0.0.0:8080
        """

    static let check = """
        Check a configuration file and say every fault, with its line.

        Usage: cx-gateway check --config FILE

        Options:
              --config FILE   The configuration
          -h, --help          Say this

        Faults go to standard error as FILE:LINE:COLUMN: MESSAGE, all of them at once, and no secret is in
        them. What the file takes from the environment and from other files must be there. Nothing is
        opened, called or changed. The exit status is 0 when there is no fault, else 1.

        Example:
          cx-gateway check --config gateway.yaml
        """

    static let credentials = """
        Give a connection new credentials, in the place of those that the store keeps of it.

        Usage: cx-gateway credentials set CONNECTION --config FILE

        Options:
              --config FILE   The configuration, which says where the store is
          -h, --help          Say this

        Standard input holds a mapping of the vendor's credential names, as YAML or JSON; no secret is taken
        from the command line or repeated. A gateway that runs takes them up when it gets SIGHUP, and within
        a second when it has none that serve. Keys that last stand in the configuration: change them there.

        Example:
          printf 'token: "%s"\\nrefresh_token: "%s"\\n' "$TOKEN" "$REFRESH_TOKEN" |
            cx-gateway credentials set cxpress --config /etc/cx-gateway/gateway.yaml
        """

    static let routes = """
        List the operations of the API: method, path and name.

        Usage: cx-gateway routes

        Options:
          -h, --help   Say this
        """

    static let sandbox = """
        Serve simulators of the vendors: their documented calls, limits and refusals, over made-up records.

        Usage: cx-gateway sandbox --listen HOST:PORT

        Options:
              --listen HOST:PORT   Where the simulators are served
          -h, --help               Say this

        HOST is a numeric address or localhost, an IPv6 one in brackets; port 0 takes a free one.

        Example, in two terminals:
          cx-gateway sandbox --listen 127.0.0.1:9100
          cx-gateway serve --config Configuration/sandbox.yaml
        """
}
