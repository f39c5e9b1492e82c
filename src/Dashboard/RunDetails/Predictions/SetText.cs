namespace Angioboard.Dashboard.RunDetails.Predictions;

/// <summary>The classes that an exam may have, in words.</summary>
internal static class SetText
{
    /// <summary>“one of: Leakage, Staining”, or the only class.</summary>
    public static string Of(IReadOnlyList<string> classes, IReadOnlyList<int> set) => set switch
    {
        [] => "no class is probable enough",
        [int only] => classes[only],
        _ => $"one of: {string.Join(", ", set.Select(c => classes[c]))}",
    };
}
