using System.Text.Json.Serialization;

namespace Angioboard.Dashboard.Viewer;

/// <summary>The frames of one picture of the viewer, as js/viewer.js takes them.</summary>
/// <param name="Place">Which picture: 0, or 1 for the one beside it.</param>
/// <param name="Exam">The exam.</param>
/// <param name="Title">What tells it from the picture beside it; null where it is alone.</param>
/// <param name="Frames">The address of the frames, to which a frame's index is added.</param>
/// <param name="Query">What follows the index.</param>
/// <param name="Names">The names of the frames' files, in the order of time.</param>
/// <param name="Used">Indices of the frames that the model used; null for a dataset.</param>
public sealed record ViewedFrames(
    [property: JsonIgnore] int Place, string Exam, string? Title, string Frames, string Query,
    IReadOnlyList<string> Names, IReadOnlyList<int>? Used);

/// <summary>What may stand beside an exam.</summary>
/// <param name="Value">As the address writes it: another exam's name, or <see cref="OtherHalf"/>.</param>
/// <param name="Text">As the page writes it.</param>
internal sealed record BesideChoice(string Value, string Text)
{
    /// <summary>The other half of the same frames: ICGA beside FA, or FA beside ICGA.</summary>
    public const string OtherHalf = "other-half";
}

/// <summary>What js/viewer.js shows.</summary>
/// <param name="Exam">The exam.</param>
/// <param name="Beside">What stands beside it, as the address writes it; null for nothing.</param>
/// <param name="Index">The frame to begin with.</param>
/// <param name="Panes">The pictures.</param>
internal sealed record ViewerOptions(string Exam, string? Beside, int Index, IReadOnlyList<ViewedFrames> Panes);
