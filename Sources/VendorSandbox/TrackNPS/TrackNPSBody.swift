import JSONCore
import Primitives

/// The bodies that the writes take. What has the wrong type or is missing is refused by its name.
struct TrackNPSBody {
    private var object: JSONObject

    init(_ buffer: ByteBuffer?) throws(TrackNPSRefusal) {
        guard let buffer, let document = try? JSONDocument.parse(buffer),
            let object = try? document.root.object()
        else { throw .malformedBody }
        self.object = object
    }

    private init(_ value: JSONValue, in name: StaticString) throws(TrackNPSRefusal) {
        guard let object = try? value.object() else { throw .invalid("\(name) must hold objects") }
        self.object = object
    }

    /// An integer, or one in a string, as the document writes `campaign_code`.
    mutating func code(_ name: StaticString) throws(TrackNPSRefusal) -> Int {
        guard let text = try? object.scalarText(name), let code = Int(text.string) else {
            throw .invalid("\(name) must be a campaign code")
        }
        return code
    }

    mutating func seconds(_ name: StaticString) throws(TrackNPSRefusal) -> Int64? {
        guard let value = object.optionalValue(name) else { return nil }
        guard let seconds = try? value.integer(), seconds >= 0 else {
            throw .invalid("\(name) must be a unix time in seconds")
        }
        return seconds
    }

    mutating func text(_ name: StaticString) throws(TrackNPSRefusal) -> String? {
        guard let value = object.optionalValue(name) else { return nil }
        guard let text = try? value.string() else { throw .invalid("\(name) must be a string") }
        return text.isEmpty ? nil : text.string
    }

    mutating func score() throws(TrackNPSRefusal) -> Int {
        guard let score = try? object.integer("score"), (0...10).contains(score) else {
            throw .invalid("score must be an integer from 0 to 10")
        }
        return Int(score)
    }

    /// Objects, at least one.
    mutating func objects(_ name: StaticString) throws(TrackNPSRefusal) -> [TrackNPSBody] {
        guard let array = try? object.array(name), !array.isEmpty else {
            throw .invalid("\(name) must be an array that is not empty")
        }
        var objects: [TrackNPSBody] = []
        for value in array { objects.append(try TrackNPSBody(value, in: name)) }
        return objects
    }

    mutating func tags() throws(TrackNPSRefusal) -> [TrackNPSTag] {
        guard object.optionalValue("tags") != nil, (try? object.array("tags"))?.isEmpty != true else {
            return []
        }
        var tags: [TrackNPSTag] = []
        for var tag in try objects("tags") {
            guard let name = try tag.text("name") else { throw .invalid("a tag must have a name") }
            tags.append(TrackNPSTag(name: name, value: try tag.text("value") ?? ""))
        }
        return tags
    }

    /// The customers of a send, each of whom can be reached, or of links, each of whom can be told from others.
    mutating func customers(forLinks: Bool) throws(TrackNPSRefusal) -> [TrackNPSCustomer] {
        var customers: [TrackNPSCustomer] = []
        for var customer in try objects("customers") {
            let read = TrackNPSCustomer(
                name: try customer.text("name"), email: try customer.text("email"),
                phone: try customer.text("phone"), tags: try customer.tags())
            guard read.email != nil || (forLinks ? read.name : read.phone) != nil else {
                throw .invalid("a customer must have an email or a \(forLinks ? "name" : "phone")")
            }
            customers.append(read)
        }
        return customers
    }
}
