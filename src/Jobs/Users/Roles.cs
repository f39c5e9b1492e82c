namespace Angioboard.Jobs.Users;

/// <summary>The roles' names, in the order of what they may do.</summary>
public static class Roles
{
    /// <summary>Sees everything but whole exam frames, changes nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>Launches, stops and changes runs.</summary>
    public const string Researcher = "researcher";

    /// <summary>Manages users and devices too.</summary>
    public const string Administrator = "administrator";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Researcher, Administrator];

    /// <summary>Whether who has one role may do what asks for another.</summary>
    public static bool Includes(string held, string wanted) => Rank(held) >= Rank(wanted) && Rank(held) >= 0;

    private static int Rank(string role) => All.ToList().IndexOf(role);
}
