namespace Angioboard.Jobs.Datasets;

/// <summary>What a reader wrote about an exam.</summary>
/// <param name="Dataset">The registered dataset.</param>
/// <param name="Exam">The exam.</param>
/// <param name="Text">The comment; may be empty.</param>
/// <param name="Doubtful">Whether the reader doubts the exam's label. The newest remark says what holds.</param>
/// <param name="User">Who wrote it.</param>
/// <param name="Time">When.</param>
public sealed record ExamRemark(string Dataset, string Exam, string Text, bool Doubtful, string User, DateTimeOffset Time);
