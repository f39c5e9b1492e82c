namespace Angioboard.Core.Data.Folds;

/// <summary>A ready-made fold file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Parts">Its splits, with patients where they are known.</param>
internal sealed record FoldFile(string Path, IReadOnlyList<FoldPart> Parts)
{
    /// <summary>The exams of its test; none if it has no such split.</summary>
    public IReadOnlyList<FoldExam> Test => Part(Fold.TestPart);

    /// <summary>All exams.</summary>
    public IEnumerable<FoldExam> Exams => Parts.SelectMany(part => part.Exams);

    /// <summary>The file as a fold of this name; all parts are there.</summary>
    public Fold AsFold(string name) => new(name, Part(Fold.TrainPart), Part(Fold.ValidationPart), Test);

    /// <summary>Adds what is wrong within the file.</summary>
    /// <param name="names">The splits that it must have.</param>
    /// <param name="problems">Receives the problems.</param>
    public void Check(IReadOnlyList<string> names, ICollection<string> problems)
    {
        string[] missing = [.. names.Except(Parts.Select(part => part.Name))];
        if (missing.Length > 0)
            problems.Add($"{Path}: has no {string.Join(" and no ", missing)}; a fold's file has the splits {string.Join(", ", names)}");
        string[] more = [.. Parts.Select(part => part.Name).Except(names)];
        if (more.Length > 0)
            problems.Add($"{Path}: has the {(more.Length == 1 ? "split" : "splits")} {string.Join(", ", more)} too; "
                + $"a fold's file has {string.Join(", ", names)} only");
        foreach (IGrouping<string, (string Patient, string Exam, string Part)> patient in Parts
            .SelectMany(part => part.Exams, (part, exam) => (exam.Patient, Exam: exam.Name, Part: part.Name)).GroupBy(home => home.Patient))
        {
            (string Patient, string Exam, string Part)[] homes = [.. patient.DistinctBy(home => home.Part)];
            // An exam in two parts has its own line.
            if (homes.Length > 1 && homes.Select(home => home.Exam).Distinct().Count() > 1)
                problems.Add($"{Path}: the patient {patient.Key} is in "
                    + $"{string.Join(" and in ", homes.Select(home => $"{home.Part} ({home.Exam})"))}; keep a patient's exams in one part");
        }
    }

    private IReadOnlyList<FoldExam> Part(string name) => Parts.FirstOrDefault(part => part.Name == name)?.Exams ?? [];
}
