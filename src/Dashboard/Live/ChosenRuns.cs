namespace Angioboard.Dashboard.Live;

/// <summary>The runs selected in the list, for other pages of the same browser tab.</summary>
public sealed class ChosenRuns
{
    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> Ids { get; set; } = [];
}
