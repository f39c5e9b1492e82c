namespace Angioboard.Benchmarks.Programs;

/// <summary>An exam of a study on the disk.</summary>
/// <param name="Frame">One of its frames, as a split file names it.</param>
/// <param name="Label">Its class.</param>
/// <param name="Frames">How many frames it has.</param>
internal sealed record StudyExam(string Frame, int Label, int Frames);
