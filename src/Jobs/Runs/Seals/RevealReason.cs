using Angioboard.Core;

namespace Angioboard.Jobs.Runs.Seals;

/// <summary>Why somebody looks at sealed test figures.</summary>
public static class RevealReason
{
    /// <summary>The most characters.</summary>
    public const int Longest = 200;

    /// <summary>The fewest characters.</summary>
    public const int Shortest = 3;

    /// <summary>Refuses what is no reason.</summary>
    /// <exception cref="InputException">It is too short or too long.</exception>
    internal static void Require(string reason)
    {
        if (reason.Length < Shortest) throw new InputException("Say why in a few words; the reason is kept and printed in reports");
        if (reason.Length > Longest) throw new InputException($"The reason has {reason.Length} characters; {Longest} at most");
    }
}
