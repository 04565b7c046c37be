/// Answers of the members that `vendors/track-nps.md` lists; the one answer stands there as it is.
enum TrackNPSExamples {
    /// The only campaign there is.
    static let campaignCode = "7"

    /// `GET /campaign`, and `GET /campaign/{code}` of the only one
    static let campaigns: StaticString =
        #"""
        [
          {
            "name": "Campanha de Teste",
            "code": 7,
            "detractors": 1,
            "passives": 2,
            "promoters": 4,
            "create_time": 1532611600,
            "questions": []
          }
        ]
        """#

    /// `GET /report/answer`
    static let answers: StaticString =
        #"""
        [
          {
            "time": 1532611646,
            "type": "Email",
            "name": "Um Dois Tres Quatro",
            "email": "x@example.com",
            "identification": null,
            "phone": null,
            "alternative_email": null,
            "alternative_phone": null,
            "nps_answer": 10,
            "last_nps_answer": null,
            "nps_comment": null,
            "campaign_name": "Campanha de Teste",
            "campaign_code": 7,
            "id": 11112222,
            "deadline": null,
            "elapsed_time": 116,
            "dispatch_time": null,
            "reminder_time": null,
            "status": "Não precisa contatar",
            "priority": "Nenhuma",
            "assignee": "Boris",
            "picture": null,
            "tags": [
              {
                "name": "region",
                "value": "south"
              }
            ],
            "categories": [],
            "justifications": [
              {
                "name": "{\"pt-br\":\"foo\"}",
                "children": [
                  "{\"pt-br\":\"bar\"}"
                ]
              }
            ]
          }
        ]
        """#
}
