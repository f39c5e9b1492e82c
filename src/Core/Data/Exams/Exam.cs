namespace Angioboard.Core.Data.Exams;

/// <summary>One angiography exam: the frames of one eye in one sitting, in time order.</summary>
/// <param name="Name">The frames' folder, relative to the data folder, as the split writes it: <c>Train/Train/0_L</c>.</param>
/// <param name="Label">The class, from 0; null if the split gives none: such an exam is predicted, not evaluated.</param>
/// <param name="Frames">Full paths of every frame in the folder, sorted by the number in the file's name.</param>
public sealed record Exam(string Name, int? Label, IReadOnlyList<string> Frames);
