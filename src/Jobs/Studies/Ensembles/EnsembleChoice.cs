namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>Which runs of a study to put together.</summary>
public sealed record EnsembleChoice
{
    /// <summary>All finished runs of this variant, or of this size of a learning curve; null with <see cref="Runs"/>.</summary>
    public string? Variant { get; init; }

    /// <summary>Or these runs, by the names of their folders: <c>Train_3</c>.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>The ensemble's name; null to name it after the variant.</summary>
    public string? Name { get; init; }
}
