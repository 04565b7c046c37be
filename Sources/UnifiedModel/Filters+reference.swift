import Primitives

/// The filters of a list of templates.
public struct TemplateFilters: FilterSet {
    /// What they are for.
    public var kind: TemplateKind?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { kind = query.word(.kind, TemplateKind.self) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.kind]
}

/// The filters of a list of channels.
public struct ChannelFilters: FilterSet {
    /// What kind of channel.
    public var kind: ChannelKind?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) { kind = query.word(.kind, ChannelKind.self) }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.kind]
}

/// The filters of a list of custom fields.
public struct CustomFieldFilters: FilterSet {
    /// What has the fields.
    public var entity: CustomFieldEntity?
    /// For fields of appointments: the category of the services…
    public var categoryID: Text?
    /// …the services…
    public var typeIDs: [Text] = []
    /// …and the place.
    public var locationID: Text?

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        entity = query.word(.entity, CustomFieldEntity.self)
        categoryID = query.identifier(.categoryID)
        typeIDs = query.identifiers(.typeID)
        locationID = query.identifier(.locationID)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.entity, .categoryID, .typeID, .locationID]
}

/// The filters of a list of exports.
public struct ExportFilters: FilterSet {
    /// What they hold.
    public var resource: ExportResource?
    /// When they were asked for.
    public var created = TimeSpan()

    /// No filters.
    public init() {}

    /// Reads the filters; what is wrong is noted in the reader.
    public init(reading query: inout FilterReader) {
        resource = query.word(.resource, ExportResource.self)
        created = query.span(.createdAfter, .createdBefore)
    }

    /// The filters' names in the query.
    public static let names: [FilterName] = [.resource, .createdAfter, .createdBefore]
}
