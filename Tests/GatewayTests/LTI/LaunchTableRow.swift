import Directory
import TestSupport

extension LaunchRow {
    /// A row whose outcome the token decides, over sockets.
    init(_ row: LaunchTable.Row) {
        self.init(row.description, row.refusal.map { .refused($0) } ?? .shown) { plan in
            plan.registration = { $0.allowsAnonymous = row.allowsAnonymous }
            plan.message = { row.prepare(&$0) }
            plan.token = row.change
            plan.platform = { $0.publish(row.keys, others: row.otherKeys) }
            if !row.loginNamesDeployment { plan.login = LaunchPlan.without("lti_deployment_id") }
        }
    }
}
