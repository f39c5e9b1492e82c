using System.Text.Json.Nodes;

namespace Angioboard.Core.Studies;

/// <summary>One of the alternatives that a study compares.</summary>
/// <param name="Name">Unique in the study, and short: <c>max_frames=12, span=uniform</c>.</param>
/// <param name="Settings">The settings that differ from the study's, by their names in files.</param>
public sealed record StudyVariant(string Name, JsonObject Settings);
