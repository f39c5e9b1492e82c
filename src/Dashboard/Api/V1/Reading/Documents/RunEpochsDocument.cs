using System.Text.Json.Nodes;

namespace Angioboard.Dashboard.Api.V1.Reading.Documents;

/// <summary>The epochs of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Epochs">Each epoch's number, from 1, and its values by name; null where it has none.</param>
internal sealed record RunEpochsDocument(string Run, IReadOnlyList<JsonObject> Epochs);
