using System.Security.Cryptography;
using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Data.Folds;

/// <summary>One division of the exams: what a run of a study trains on, chooses its epoch on, and is tested on.</summary>
/// <param name="Name">The name of its file without the ending: <c>fold-0</c>.</param>
/// <param name="Train">Exams to train on.</param>
/// <param name="Validation">Exams that choose the epoch.</param>
/// <param name="Test">Exams that are predicted, and that no other choice has seen.</param>
public sealed record Fold(string Name, IReadOnlyList<FoldExam> Train, IReadOnlyList<FoldExam> Validation, IReadOnlyList<FoldExam> Test)
{
    /// <summary>The names of the three parts in a split file.</summary>
    internal const string TrainPart = "train", ValidationPart = "validation", TestPart = "test";

    /// <summary>The name of its file.</summary>
    public string FileName => $"{Name}.json";

    /// <summary>Its file: a split file with the frames' paths of the source. Equal folds have equal bytes.</summary>
    public byte[] Text() => SplitCopy.Text([Part(TrainPart, Train), Part(ValidationPart, Validation), Part(TestPart, Test)]);

    /// <summary>SHA-256 of <see cref="Text"/>, 64 lower-case hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Text()));

    /// <summary>The name of the fold of a number, from 0.</summary>
    public static string NameOf(int number) => $"fold-{number}";

    /// <summary>The three parts with their names.</summary>
    internal IEnumerable<(string Name, IReadOnlyList<FoldExam> Exams)> Parts =>
        [(TrainPart, Train), (ValidationPart, Validation), (TestPart, Test)];

    internal static SplitPart Part(string name, IReadOnlyList<FoldExam> exams) =>
        new(name, [.. exams.SelectMany(exam => exam.Entries)]);
}
