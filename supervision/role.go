package supervision

// Role is what a seat may do in its host.
type Role string

// The roles.
const (
	RoleStaff    Role = "STAFF"    // 人大工作人员: launches, accepts, returns
	RoleDeputy   Role = "DEPUTY"   // 人大代表: inspects and writes notes, never handles (代表法 31)
	RoleOfficial Role = "OFFICIAL" // 责任单位人员: rectifies and reports, never closes
	RoleMember   Role = "MEMBER"   // 常委会组成人员: votes
	RoleResident Role = "RESIDENT" // 街道居民议事组织成员: inspects and writes notes beside the deputies

	// Administrators, whom no plan makes. Nobody is two of them unless the congress turns that off.

	RoleSystemAdmin   Role = "SYSTEM_ADMIN"   // 系统管理员: keeps offices, people and their seats
	RoleSecurityAdmin Role = "SECURITY_ADMIN" // 安全管理员: keeps accounts, and who administers
	RoleAuditor       Role = "AUDITOR"        // 审计员: reads the record
)

// ToldEarly reports whether somebody with these roles may know of an unannounced visit before it has taken place: who
// supervises, or serves those who do, unless they sit in a unit as well. That is so for the visits to every unit: who sits
// in one knows people in the next.
func ToldEarly(has func(Role) bool) bool {
	supervises := has(RoleStaff) || has(RoleDeputy) || has(RoleResident) || has(RoleMember)
	return supervises && !has(RoleOfficial)
}
