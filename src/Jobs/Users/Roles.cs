namespace Angioboard.Jobs.Users;

/// <summary>The names of the roles, from the fewest rights to the most.</summary>
public static class Roles
{
    /// <summary>Sees everything except whole exam frames, changes nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>Launches, stops and changes runs.</summary>
    public const string Researcher = "researcher";

    /// <summary>Also manages users and devices.</summary>
    public const string Administrator = "administrator";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Researcher, Administrator];

    /// <summary>Whether one role has all the rights of another.</summary>
    public static bool Includes(string held, string wanted) => Rank(held) >= Rank(wanted) && Rank(held) >= 0;

    /// <summary>The role of two with fewer rights.</summary>
    public static string Lower(string one, string other) => Includes(one, other) ? other : one;

    private static int Rank(string role) => All.ToList().IndexOf(role);
}
