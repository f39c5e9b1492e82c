namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The files of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Artifacts">The files, by name.</param>
/// <param name="Sealed">How many are kept back because they may have figures of a sealed test split.</param>
internal sealed record ArtifactListDocument(string Run, IReadOnlyList<ArtifactDocument> Artifacts, int Sealed);

/// <summary>A file of a run.</summary>
/// <param name="Name">Its path below the run's folder, with slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it last changed.</param>
/// <param name="Link">Its address on this server.</param>
internal sealed record ArtifactDocument(string Name, long Size, DateTime Modified, string Link);
