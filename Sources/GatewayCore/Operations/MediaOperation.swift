import HTTPCore
import Primitives
import UnifiedModel
import VendorKit

/// Passes a file on to a vendor while it comes.
struct MediaOperation: Sendable {
    /// The route's body: as it comes, and refused by its length past what a file and its form may have.
    static let body = BodyHandling.streamed(limit: MediaForm.maximumFile + MediaForm.maximumRest)

    /// Answers a request: 201 and the id by which messages name the file.
    func respond(to input: OperationInput) async throws(Problem) -> Answer {
        try input.checkParameters(OperationInput.writeParameters)
        let form = MediaForm(try Self.source(of: input.request), try Self.parser(for: input.request))
        do throws(BodyFailure) {
            try await form.readToFile()
        } catch {
            throw Problem(error)
        }
        let (connection, endpoint) = try input.connections.only(
            .createMedia, named: try Self.connectionName(form, input), isAddress: false
        ) { $0.createMedia }
        let boundary = Self.boundary()
        var request = endpoint.request(connection.account)
        request.fields.set("Content-Type", Text(joining: "multipart/form-data; boundary=", boundary))
        request.stream = form
        do throws(BodyFailure) {
            try form.send(
                to: MediaForm.Target(
                    appField: endpoint.appField, fileField: endpoint.fileField, boundary: boundary,
                    connection: connection.name))
        } catch {
            throw Problem(error).at(connection)
        }
        return try await send(request, form, endpoint, connection, input)
    }

    private func send(
        _ request: VendorRequest, _ form: MediaForm, _ endpoint: MediaEndpoint,
        _ connection: VendorConnection, _ input: OperationInput
    ) async throws(Problem) -> Answer {
        // What the app took to come to its file is not the vendor's.
        input.calls.renewWait()
        do throws(Problem) {
            let document = try await connection.call(request, input.calls)
            let file = UploadedFile(
                appID: form.appID ?? "", filename: form.filename, contentType: form.contentType,
                size: form.size)
            let record = try connection.adapted(isWrite: true) {
                try endpoint.record(document.root, file)
            }
            return .created(record, at: input.request.path, connection)
        } catch {
            // The app's part is to blame where it broke off; the vendor never had the whole then.
            guard let failure = form.failure else { throw error }
            var problem = Problem(failure).at(connection)
            problem.outcome = .notApplied
            throw problem
        }
    }

    private static func source(of request: Request) throws(Problem) -> any BodySource {
        if let stream = request.stream { return stream }
        guard let body = request.body, !body.isEmpty else {
            throw Problem(.badRequest, "The request has no body.")
        }
        return WholeBody(body)
    }

    private static func parser(for request: Request) throws(Problem) -> MultipartParser {
        guard let type = request.fields["Content-Type"] else { throw notAForm }
        if let parser = MultipartParser(contentType: type) { return parser }
        var reader = ParameterReader(type)
        guard reader.token()?.equalsIgnoringCase("multipart/form-data") ?? false else { throw notAForm }
        throw Problem(.badRequest, "The Content-Type names no boundary that a form may have.")
    }

    private static var notAForm: Problem {
        Problem(.unsupportedMediaType, "The body is sent as multipart/form-data.")
    }

    private static func connectionName(_ form: MediaForm, _ input: OperationInput) throws(Problem) -> Text? {
        let inQuery = input.query["connection"]
        guard let inBody = form.connection else { return inQuery }
        guard inQuery == nil || inQuery == inBody else {
            throw Problem(.badRequest, "The body and the query name different connections.")
        }
        guard input.connections[inBody] != nil else {
            throw Problem.invalid([FieldFault("/connection", "names no connection")])
        }
        return inBody
    }

    /// What no file holds, but for one chance in 2¹²⁸.
    private static func boundary() -> Text {
        let digits = (0..<2).map { _ in
            let number = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - number.utf8.count) + number
        }
        return Text("cx-gateway-" + digits.joined())
    }
}

extension Problem {
    /// A body that could not be read to its end.
    init(_ failure: BodyFailure) {
        if let pointer = failure.pointer {
            self = .invalid([FieldFault(pointer, "\(failure.reason)")])
        } else {
            self.init(failure.kind, "\(failure.reason)")
        }
    }
}

extension Gateway {
    /// How many bytes the longest body has that is handed on as it comes.
    public static let largestStreamedBody = MediaForm.maximumFile + MediaForm.maximumRest

    /// As the route says; whole where there is no route.
    public func bodyHandling(of request: Request) -> BodyHandling { routeBody(request) }
}
