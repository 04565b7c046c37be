import HTTPCore
import Primitives
import Testing
import UnifiedModel
import YAMLCore
@testable import GatewayCore

/// The routes and the document's operations are the same, with the same access and parameters.
@Suite struct RouteTests {
    private let contract: Contract

    init() throws { contract = try Contract() }

    private static var routes: [Route] {
        Gateway.vendorRoutes + ServiceRoutes(openAPI: OpenAPIDocument { ByteBuffer() }).all
    }

    @Test func everyRouteIsDocumentedAndNothingElse() {
        // A path parameter of OpenAPI is one segment; that more follow is said in words.
        let served = Gateway.routeTable.map { route in
            "\(route.method) \(route.path.replacing("...}", with: "}")) \(route.operation)"
        }
        let documented = contract.operations.map { "\($0.method) \($0.path) \($0.id ?? "")" }
        #expect(Set(served).symmetricDifference(documented) == [])
        #expect(documented.count == served.count)
    }

    @Test func everyOperationSaysWhoMayAsk() throws {
        for route in Self.routes {
            let security = try contract.operation(route.operation).node["security"]
            switch route.access {
            case .health, .open: #expect(security?.items.isEmpty == true, "\(route.operation) is open")
            case .consumer: #expect(security == nil, "\(route.operation) is every consumer's")
            case .scope(let scope):
                let schemes = security?.items.flatMap(\.entries) ?? []
                #expect(schemes.map(\.key) == ["bearer", "apiKey"], "\(route.operation)")
                #expect(schemes.allSatisfy { $0.value.words == [scope.description] }, "\(route.operation)")
            }
        }
    }

    /// What each list reads its query and its records with.
    private static let lists: [String: (filters: [FilterName], members: [StaticString])] = [
        "listContacts": (ContactFilters.names, Contact.memberNames),
        "listTickets": (TicketFilters.names, Ticket.memberNames),
        "listTicketNotes": (TicketNoteFilters.names, TicketNote.memberNames),
        "listSurveys": (SurveyFilters.names, Survey.memberNames),
        "listResponses": (ResponseFilters.names, SurveyResponse.memberNames),
        "listResponseCategories": (CategoryFilters.names, CategorizedResponse.memberNames),
        "listFeedback": (FeedbackFilters.names, Feedback.memberNames),
        "listDistributions": (DistributionFilters.names, Distribution.memberNames),
        "listDistributionRecipients": (RecipientFilters.names, DistributionRecipient.memberNames),
        "listInvites": (InviteFilters.names, Invite.memberNames),
        "listSuppressions": (SuppressionFilters.names, Suppression.memberNames),
        "listTemplates": (TemplateFilters.names, MessageTemplate.memberNames),
        "listChannels": (ChannelFilters.names, Channel.memberNames),
        "listCustomFields": (CustomFieldFilters.names, CustomField.memberNames),
        "listExports": (ExportFilters.names, Export.memberNames),
        "listLocations": (LocationFilters.names, Location.memberNames),
        "listCompanies": (CompanyFilters.names, Company.memberNames),
        "listAppointmentCategories": (AppointmentCategoryFilters.names, AppointmentCategory.memberNames),
        "listAppointmentTypes": (AppointmentTypeFilters.names, AppointmentType.memberNames),
        "listAppointmentRegions": (AppointmentRegionFilters.names, AppointmentRegion.memberNames),
        "listAppointmentSlots": (AppointmentSlotFilters.names, AppointmentSlot.memberNames),
        "listVisits": (VisitFilters.names, Visit.memberNames),
        "listVisitClassifications": (VisitClassificationFilters.names, VisitClassification.memberNames),
        "listMessages": (MessageFilters.names, Message.memberNames),
        "listCampaignItems": (CampaignItemFilters.names, CampaignItem.memberNames),
        "listRecords": (RecordFilters.names, ObjectRecord.memberNames),
    ]

    @Test func everyListIsAmongThese() {
        let lists = Operation.allCases.map(\.rawValue).filter { $0.hasPrefix("list") }
        #expect(Set(lists) == Set(Self.lists.keys))
    }

    @Test(arguments: RouteTests.lists.keys.sorted())
    func listsHaveTheirFilters(name: String) throws {
        let list = try #require(Self.lists[name])
        let operation = try contract.operation(name)
        let names =
            ListParameters.names.map(\.string) + list.filters.map(\.rawValue) + [DryRun.parameter.string]
        #expect(operation.queryParameters.sorted() == names.sorted())
        let fields = operation.parameter("fields")?["schema"]?["items"]?["enum"]?.words
        #expect(fields == list.members.map { "\($0)" })
    }

    @Test func listsHaveTheirBoundsAndOrders() throws {
        let operation = try contract.operation("listTickets")
        let limit = try #require(operation.parameter("limit")?["schema"])
        #expect(limit["minimum"]?.text == "1")
        #expect(limit["maximum"]?.text == "\(ListParameters.maximumLimit)")
        #expect(limit["default"]?.text == "\(ListParameters.defaultLimit)")
        let orders = SortKey.allCases.flatMap { [SortOrder($0).text, SortOrder($0, descending: true).text] }
        #expect(try contract.schema("Sort")["enum"]?.words == orders)
    }

    @Test(arguments: [
        ("getContact", Contact.memberNames), ("getTicket", Ticket.memberNames),
        ("getSurvey", Survey.memberNames), ("getDistribution", Distribution.memberNames),
        ("getAppointment", Appointment.memberNames), ("getVisit", Visit.memberNames),
    ])
    func readsHaveTheirFields(name: String, members: [StaticString]) throws {
        let operation = try contract.operation(name)
        let names = OperationInput.readParameters.union([DryRun.parameter])
        #expect(Set(operation.queryParameters.map { Text($0) }) == names)
        let fields = operation.parameter("fields")?["schema"]?["items"]?["enum"]?.words
        #expect(fields == members.map { "\($0)" })
    }

    @Test func writesTakeTheConnectionAndTheRestNothing() throws {
        for route in OperationRoutes.all where route.method != .get {
            let names = try contract.operation(route.operation).queryParameters
            let known = OperationInput.writeParameters.union([DryRun.parameter])
            #expect(Set(names.map { Text($0) }) == known, "\(route.operation)")
        }
        for route in ServiceRoutes(openAPI: OpenAPIDocument { ByteBuffer() }).all {
            #expect(try contract.operation(route.operation).queryParameters == [], "\(route.operation)")
        }
    }

    @Test func whatPassesThroughNamesTheHostAndNothingElse() throws {
        for route in PassthroughRoutes.all {
            let operation = try contract.operation(route.operation)
            #expect(operation.queryParameters == [PassthroughRoutes.hostParameter.string])
            #expect(operation.node["responses"]?.keys == ["default"], "\(route.operation)")
            let takesBody = operation.node["requestBody"] != nil
            #expect(takesBody == [.post, .put, .patch].contains(route.method), "\(route.operation)")
        }
    }

    /// What the server and the pipeline can answer to any request.
    @Test func everyOperationSaysWhatAnyRequestCanMeet() {
        let kinds: [ProblemKind] = [
            .badRequest, .methodNotAllowed, .requestTimeout, .payloadTooLarge, .targetTooLong,
            .expectationFailed, .headersTooLarge, .notImplemented, .overloaded, .versionNotSupported,
        ]
        for operation in contract.operations {
            let documented = Set(operation.node["responses"]?.keys ?? [])
            if documented.contains("default") { continue }
            let missing = kinds.map { String($0.status.code) }.filter { !documented.contains($0) }
            #expect(missing == [], "\(operation.id ?? operation.path)")
        }
    }

    @Test func everyOperationThatMayBeLimitedSaysSo() throws {
        for route in Self.routes {
            let responses = try contract.operation(route.operation).node["responses"]
            switch route.access {
            case .health: #expect(responses?["429"] == nil, "\(route.operation)")
            case .open, .consumer, .scope:
                #expect(responses?["429"] != nil || responses?["default"] != nil, "\(route.operation)")
            }
        }
    }

    @Test func vendorOperationsSayWhatVendorsCanDo() throws {
        let kinds: [ProblemKind] = [
            .unauthorized, .forbidden, .notFound, .conflict, .validation, .quotaExhausted, .internalError,
            .unsupported, .vendorError, .vendorBlocked, .vendorTimeout,
        ]
        for route in OperationRoutes.all {
            let documented = Set(try contract.operation(route.operation).node["responses"]?.keys ?? [])
            let missing = kinds.map { String($0.status.code) }.filter { !documented.contains($0) }
            #expect(missing == [], "\(route.operation)")
        }
    }
}
