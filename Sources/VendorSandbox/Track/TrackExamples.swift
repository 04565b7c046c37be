/// The answers that `vendors/track-cxm.md` shows, one row each, without its comments.
enum TrackExamples {
    /// `GET …/surveys`
    static let surveys: StaticString =
        #"""
        {
          "data": {
            "surveys": [
              {
                "uuid": "...",
                "name": "...",
                "public_hash": "...",
                "questions": [
                  {
                    "title": "...",
                    "type": "...",
                    "public_hash": "...",
                    "is_obligatory": true,
                    "comments_enabled": true,
                    "accepted_answers": "...",
                    "composite_metrics": [
                      {
                        "title": "Categoria 1",
                        "type": "like_dislike",
                        "public_hash": "ABCD",
                        "accepted_answers": {
                          "like": 1,
                          "dislike": 0
                        }
                      }
                    ]
                  }
                ]
              }
            ]
          }
        }
        """#

    /// `GET …/attributes`
    static let attributes: StaticString =
        #"""
        {
          "data": {
            "atributtes": [
              {
                "uuid": "...",
                "name": "..."
              }
            ]
          }
        }
        """#
}
