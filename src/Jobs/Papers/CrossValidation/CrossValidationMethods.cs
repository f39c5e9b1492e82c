using Angioboard.Core.Data.Folds;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Papers.Sections;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The methods of a study: data, folds, variants, training and statistics.</summary>
internal static class CrossValidationMethods
{
    public const string FoldTable = "folds", SettingsTable = "variant-settings";

    public static IEnumerable<PaperBlock> Of(PaperCrossValidation study)
    {
        yield return new PaperHeading(1, "Methods");
        yield return new PaperHeading(2, "Data");
        yield return new PaperParagraph(DataSection.Acquired);
        if (study.Folds.Count > 0) yield return new PaperParagraph(FoldWords(study));
        if (study.Folds.Count > 0) yield return Folds(study);
        if (study.Plan.Variants.Count > 1)
        {
            yield return new PaperHeading(2, "Variants");
            yield return new PaperParagraph(VariantWords(study));
            yield return Settings(study);
        }
        foreach (PaperBlock block in ModelSection.Trained(study.Model)) yield return block;
        yield return new PaperParagraph(TrainingWords(study));
        yield return new PaperHeading(2, "Statistical analysis");
        foreach (string paragraph in CrossValidationStatistics.Of(study)) yield return new PaperParagraph(paragraph);
        yield return new PaperHeading(2, "Software");
        yield return new PaperParagraph(StatisticsSection.Software(study.Model));
    }

    private static string FoldWords(PaperCrossValidation study)
    {
        bool patients = study.Plan.Settings.Patients is not null;
        string unit = patients
            ? "All exams of a patient were in one fold."
            : "Patients were not known, so two exams of a patient may be in different folds.";
        string apart = patients ? "No patient was in two parts of a fold, or in the tests of two." : unit;
        return study.Plan.Folds switch
        {
            PatientFolds => $"The exams were divided into {study.Folds.Count} folds, with the classes in proportion. {unit} Each fold was "
                + "tested by models that were trained on the others, except for the next fold, which served as validation "
                + $"({Paper.Reference(FoldTable)}). Exams of a test split were in no fold.",
            FileFolds => $"The exams were in {study.Folds.Count} folds that were made before: "
                + $"{PaperWords.Gap("how the folds were made")}. {apart} {Paper.Reference(FoldTable)} has their sizes.",
            _ => $"Models were trained on ever more patients, each size with those of the smaller ones, and tested on the same exams "
                + $"({Paper.Reference(FoldTable)}).",
        };
    }

    private static PaperTable Folds(PaperCrossValidation study)
    {
        bool patients = study.Plan.Settings.Patients is not null;
        (string Name, Func<Fold, IReadOnlyList<FoldExam>> Of)[] parts =
            [("Train", fold => fold.Train), ("Validation", fold => fold.Validation), ("Test", fold => fold.Test)];
        string what = study.IsCurve ? "Size" : "Fold";
        return new PaperTable(FoldTable, patients ? $"Exams, with patients in parentheses, of each {(study.IsCurve ? "size" : "fold")}."
            : $"Exams of each {(study.IsCurve ? "size" : "fold")}.",
            [
                PaperColumn.Words(what, 0.28, what.ToLowerInvariant()),
                .. parts.Select(part => new PaperColumn(part.Name, 0.24,
                    [part.Name.ToLowerInvariant(), .. patients ? (string[])[$"{part.Name.ToLowerInvariant()}_patients"] : []])),
            ],
            [
                .. study.Folds.Select(fold =>
                    (PaperCell[])[PaperCells.Words(fold.Name), .. parts.Select(part => Count(part.Of(fold), patients))]),
            ]);
    }

    private static PaperCell Count(IReadOnlyList<FoldExam> exams, bool patients)
    {
        string text = Figures.Count(exams.Count);
        if (!patients) return new PaperCell(text, (double)exams.Count);
        int known = exams.Select(exam => exam.Patient).Distinct().Count();
        return new PaperCell($"{text} ({Figures.Count(known)})", (double)exams.Count, (double)known);
    }

    private static string VariantWords(PaperCrossValidation study)
    {
        string baseline = study.Results.Baseline is { } name ? $" The others were compared with {name}." : "";
        return $"{study.Plan.Variants.Count} variants of settings were compared ({Paper.Reference(SettingsTable)}).{baseline} The next "
            + $"sections describe the settings of {study.Model.Name}; what differs is in the table.";
    }

    private static PaperTable Settings(PaperCrossValidation study) => new(SettingsTable, "The variants and the settings that differ.",
        [PaperColumn.Words("Variant", 0.4, "variant"), PaperColumn.Words("Settings", 0.6, "settings")],
        [
            .. study.Plan.Variants.Select(variant => (PaperCell[])
            [
                PaperCells.Words(variant.Name),
                PaperCells.Words(variant.Settings.Count == 0 ? "those of the study"
                    : string.Join(", ", variant.Settings.Select(setting =>
                        $"{setting.Key} {SettingsDifference.Text(setting.Key, setting.Value)}"))),
            ]),
        ]);

    private static string TrainingWords(PaperCrossValidation study)
    {
        string seeds = study.Results.Seeds.Count == 1
            ? $"one random seed ({study.Results.Seeds[0]})"
            : $"{study.Results.Seeds.Count} random seeds ({PaperWords.Some([.. study.Results.Seeds.Select(seed => $"{seed}")])})";
        string trained = study.IsCurve ? "Each size was trained"
            : study.Folds.Count > 0 ? "Each variant was trained in each fold" : "Each variant was trained";
        string where = study.Folds.Count > 0 && !study.IsCurve ? "the fold's validation exams" : "the validation exams";
        return $"{trained} with {seeds}, {PaperWords.Count(study.Results.Of, "run")} in all. Of each run the epoch "
            + $"with {ModelSection.KeptBy(study.Model.Settings)} on {where} was kept.{ModelSection.Early(study.Model.Settings)} "
            + $"{MetricTitle.Of(study.Results.Metric)} was the metric that decides; the program chose nothing by test exams"
            + (study.Plan.Search is null ? "." : ", and variants that fell back on validation were paused.");
    }
}
