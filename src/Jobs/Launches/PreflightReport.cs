namespace Angioboard.Jobs.Launches;

/// <summary>What a launch would run into later.</summary>
/// <param name="Problems">What makes the runs fail, each with the setting's name.</param>
/// <param name="Warnings">What the user should know before launching, one line each.</param>
public sealed record PreflightReport(IReadOnlyList<(string Setting, string Text)> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing to say.</summary>
    public static PreflightReport Empty { get; } = new([], []);
}
