/// What a simulated account has: companies, units, services and their forms, after the document's examples.
enum TatodeskReference {
    struct Named {
        let id: Int
        let name: String
    }

    struct Unit {
        let id: Int
        let name: String
        let address: String?
        let companyID: Int
        let regionID: Int
    }

    struct Category {
        let id: Int
        let name: String
        let formID: Int
        let isBookable: Bool
    }

    struct Service {
        let id: Int
        let name: String
        let categoryID: Int
    }

    struct Field {
        let id: Int
        let keyID: Int
        let key: String
        let label: String
        let keyType: Int
        let isRequired: Bool
    }

    struct Classification {
        let id: Int
        let name: String
        let abbreviation: String
    }

    static let companies = [
        Named(id: 1, name: "Tatodesk"), Named(id: 13, name: "Tatodesk 2"),
        Named(id: 41, name: "TechSoluções"),
    ]

    static let regions = [
        Named(id: 53, name: "Paulista"), Named(id: 57, name: "Belo Horizonte"),
        Named(id: 62, name: "Proto Alegre"),
    ]

    static let units = [
        Unit(
            id: 1, name: "Unidade Recife Antigo", address: "Rua Marquês de Olinda, 123", companyID: 1,
            regionID: 57),
        Unit(id: 83, name: "Unidade Central", address: nil, companyID: 1, regionID: 62),
        Unit(id: 36, name: "Unidade Madalena", address: "Rua Madalena, 223", companyID: 1, regionID: 57),
        Unit(
            id: 288, name: "Unidade Central Limoeiro", address: "Rua C Bairro João Ernesto", companyID: 1,
            regionID: 53),
    ]

    static let categories = [
        Category(id: 1, name: "Debt Negotiation", formID: 2, isBookable: true),
        Category(id: 2, name: "Register complaint", formID: 30, isBookable: true),
        Category(id: 11, name: "2nd Copy", formID: 19, isBookable: false),
    ]

    static let services = [
        Service(id: 1, name: "Debt Installment", categoryID: 1),
        Service(id: 27, name: "Debt Installment above one thousand reais", categoryID: 1),
        Service(id: 140, name: "New complaint", categoryID: 2),
        Service(id: 28, name: "Issuance 2nd copy", categoryID: 11),
    ]

    static let classifications = [
        Classification(id: 1, name: "Common", abbreviation: "CM"),
        Classification(id: 4, name: "Pregnant", abbreviation: "G"),
        Classification(id: 2, name: "Preferential", abbreviation: "PRL"),
    ]

    static let agents = [Named(id: 25, name: "Victor Ferreira"), Named(id: 26, name: "Tadeu Copel")]

    static let statuses = [
        Named(id: 4, name: "COMPLETED"), Named(id: 6, name: "CANCELED NO-SHOW"),
        Named(id: 7, name: "CANCELED DUE TO EXPIRATION"),
    ]

    static let documents = ["Photo identification document", "Proof of residence"]

    /// The form of a category.
    static func fields(of categoryID: Int) -> [Field] {
        if categoryID == 11 {
            return [
                Field(id: 115, keyID: 22, key: "NAME", label: "Name", keyType: 1, isRequired: true),
                Field(id: 114, keyID: 24, key: "PHONE", label: "Tel", keyType: 5, isRequired: true),
            ]
        }
        return [
            Field(id: 101, keyID: 1, key: "NAME", label: "Name", keyType: 1, isRequired: true),
            Field(id: 102, keyID: 19, key: "EMAIL", label: "E-mail", keyType: 1, isRequired: false),
            Field(id: 103, keyID: 2, key: "CPF_CNPJ", label: "CPF/CNPJ", keyType: 1, isRequired: false),
        ]
    }
}
