namespace Angioboard.Core.Data.Exams;

/// <summary>A split with its exams as grouped in the split file.</summary>
internal sealed record GroupedSplit(string Name, IReadOnlyList<ExamGroup> Exams);

/// <summary>Rules among the splits of one file, independent of the frames.</summary>
internal sealed class SplitRules(string path, ExamIndexOptions options, ICollection<string> problems, ICollection<string> warnings)
{
    private const string Train = "train", Validation = "validation";

    /// <summary>Adds problems and warnings to the lists.</summary>
    public void Check(IReadOnlyList<GroupedSplit> splits)
    {
        WarnOfContradictions(splits);
        FindExamsInTwoSplits(splits);
        // Nothing was read from the file: the reason is already among the problems.
        if (options.RequireTrain && splits.Count > 0) CheckTraining(splits);
    }

    private void WarnOfContradictions(IEnumerable<GroupedSplit> splits)
    {
        foreach (GroupedSplit split in splits)
        {
            foreach (ExamGroup exam in split.Exams.Where(exam => exam.Labels.Count > 1))
            {
                string labels = string.Join(" and ", exam.Labels.Select(Describe)), last = Describe(exam.Label);
                warnings.Add($"{path}: {split.Name}: the exam {exam.Name} has the labels {labels}; the last one, {last}, is used");
            }
        }
    }

    private void FindExamsInTwoSplits(IReadOnlyList<GroupedSplit> splits)
    {
        IEnumerable<(string Exam, string Split)> homes =
            splits.SelectMany(split => split.Exams, (split, exam) => (Exam: exam.Name, Split: split.Name));
        foreach (IGrouping<string, string> exam in homes.GroupBy(home => home.Exam, home => home.Split).Where(exam => exam.Count() > 1))
        {
            string names = string.Join(" and ", exam);
            problems.Add($"{path}: the exam {exam.Key} is in {names}; keep it in one split");
        }
    }

    private void CheckTraining(IReadOnlyList<GroupedSplit> splits)
    {
        GroupedSplit? train = splits.FirstOrDefault(split => split.Name == Train);
        if (train is null)
            problems.Add($"{path}: there is no split named {Train}; rename the training split to {Train}");
        else
            CheckLabels(train);

        GroupedSplit? validation = splits.FirstOrDefault(split => split.Name == Validation);
        if (validation is null)
            warnings.Add($"{path}: there is no split named {Validation}; {Train} selects the checkpoint, which favours overfitting");
        else if (validation.Exams.Count > 0 && validation.Exams.All(exam => exam.Label is null))
            problems.Add($"{path}: no exam in {Validation} has a label, so it cannot select a checkpoint; label some or rename the split");
    }

    private void CheckLabels(GroupedSplit train)
    {
        HashSet<int?> labels = [.. train.Exams.Select(exam => exam.Label)];
        if (!labels.Any(label => label is not null))
        {
            problems.Add($"{path}: no exam in {Train} has a label; give labelled exams to train on");
            return;
        }
        for (int label = 0; label < options.NumClasses; label++)
        {
            if (!labels.Contains(label))
                warnings.Add($"{path}: no exam in {Train} has the class {Describe(label)}: the model cannot learn it");
        }
    }

    private string Describe(int? label) => label is not { } known ? "null"
        : options.ClassNames is null ? $"{known}" : $"{known} ({options.ClassName(known)})";
}
