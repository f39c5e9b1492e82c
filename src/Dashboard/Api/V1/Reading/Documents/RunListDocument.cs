using System.Text.Json.Nodes;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>A part of the list of runs.</summary>
/// <param name="Runs">The runs, each with the chosen columns by name.</param>
/// <param name="Next">The cursor of the next part; null if this is the last.</param>
/// <param name="Total">How many runs match.</param>
internal sealed record RunListDocument(IReadOnlyList<JsonObject> Runs, string? Next, int Total);
