/// The answers that `vendors/tatodesk.md` shows, as they stand there.
enum TatodeskExamples {
    /// `POST /dl/pa/listCompaniesByUser`
    static let companies: StaticString =
        #"""
        {
          "companies": [
            {
              "ID": 1,
              "name": "Tatodesk",
              "accountID": 1,
              "isActive": 1,
              "isDelete": 2,
              "createdAt": "2022-01-28T13:33:20.264Z",
              "updatedAt": "2022-06-20T17:36:35.945Z"
            },
            {
              "ID": 13,
              "name": "Tatodesk 2",
              "accountID": 1,
              "isActive": 1,
              "isDelete": 2,
              "createdAt": "2022-11-17T18:28:07.607Z",
              "updatedAt": "2022-11-17T18:28:07.608Z"
            },
            {
              "ID": 41,
              "name": "TechSoluções",
              "accountID": 1,
              "isActive": 1,
              "isDelete": 2,
              "createdAt": "2024-01-03T14:11:00.238Z",
              "updatedAt": "2024-01-03T14:11:00.238Z"
            }
          ],
          "error": null
        }
        """#

    /// `POST /crm/v1/listObject`
    static let objects: StaticString =
        #"""
        {
          "dataObject": {
            "tableName": "Sales",
            "tableColumns": [
              {
                "name": "Product",
                "type": "text",
                "values": null
              },
              {
                "name": "Value",
                "type": "numeric",
                "values": null
              },
              {
                "name": "Date",
                "type": "timestamp",
                "values": null
              },
              {
                "name": "Status",
                "type": "type",
                "values": [
                  {
                    "name": "Processing",
                    "color": "#e70d0d"
                  },
                  {
                    "name": "Paid",
                    "color": "#504e4e"
                  },
                  {
                    "name": "Delivered",
                    "color": "#14e117"
                  }
                ]
              },
              {
                "name": "User",
                "type": "integer",
                "values": null
              }
            ],
            "tableData": []
          },
          "count": "0",
          "error": null
        }
        """#

    /// `POST /global/searchProtocol`
    static let protocols: StaticString =
        #"""
        {
          "result": [
            {
              "protocol": "20241106124207517",
              "platform": "ticket",
              "data": {
                "ID": 151444,
                "protocol": "20241106124207517",
                "statusID": 6,
                "status": "Resolved",
                "date": "2024-11-06T15:42:07.517Z",
                "departmentID": 24,
                "department": "Support",
                "userID": 1,
                "userName": "Consenso Tecnologia",
                "forms": [],
                "additionalDatas": []
              }
            }
          ],
          "error": null
        }
        """#

    /// `POST /dl/v1/whatsapp/media`
    static let media: StaticString =
        #"""
        {
          "media": {
            "mediaID": "1051023410284838"
          },
          "error": null
        }
        """#
}
