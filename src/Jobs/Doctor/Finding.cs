namespace Angioboard.Jobs.Doctor;

/// <summary>One thing that was checked.</summary>
/// <param name="Check">What was checked, such as <c>libtorch</c>.</param>
/// <param name="Level">How good it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do; null if there is nothing to do.</param>
public sealed record Finding(string Check, FindingLevel Level, string Text, string? Remedy = null)
{
    /// <summary>A finding that needs no action.</summary>
    public static Finding Fine(string check, string text) => new(check, FindingLevel.Fine, text);

    /// <summary>Something that may surprise.</summary>
    public static Finding Caution(string check, string text, string remedy) => new(check, FindingLevel.Caution, text, remedy);

    /// <summary>Something that makes runs fail.</summary>
    public static Finding Problem(string check, string text, string remedy) => new(check, FindingLevel.Problem, text, remedy);
}
