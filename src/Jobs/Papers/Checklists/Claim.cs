using Angioboard.Jobs.Papers.Study;
using static Angioboard.Jobs.Papers.Checklists.ChecklistItem;

namespace Angioboard.Jobs.Papers.Checklists;

/// <summary>CLAIM, the checklist for artificial intelligence in medical imaging, in its update of 2024: 44 items.</summary>
internal static class Claim
{
    public static IReadOnlyList<ChecklistItem> Of(PaperStudy study)
    {
        ChecklistFacts facts = new(study);
        return [.. Begin(), .. Data(), .. Reference(), .. Partitions(facts), .. Model(facts), .. Evaluation(facts), .. End(facts)];
    }

    private static IEnumerable<ChecklistItem> Begin() =>
    [
        Gap("1", "Title names the method, such as deep learning", "a title that names the method"),
        Gap("2", "Abstract with design, methods, results and conclusions", "the abstract"),
        Gap("3", "Background, and what the model is to be used for", "the background, and who would use the model for what"),
        Gap("4", "Aims and hypotheses", "the aims and hypotheses"),
        Gap("5", "Prospective or retrospective", "whether exams were gathered before or after the study was planned"),
        Gap("6", "Goal of the study", "the goal, such as feasibility or non-inferiority"),
    ];

    private static IEnumerable<ChecklistItem> Data() =>
    [
        Gap("7", "Where the data come from", "the sites, and whether the data are public"),
        Gap("8", "Who was included and excluded", "inclusion and exclusion criteria"),
        Filled("9", "What was done to images before training", "Methods, Model."),
        Partly("10", "Parts of the data that were selected", "The frames of an exam: Methods, Model.", "whether exams were chosen among "
            + "others"),
        Gap("11", "How identities were removed", "how exams were de-identified"),
        Partly("12", "Missing data", "Exams without a label were predicted, but not evaluated.", "why labels or frames are missing"),
        Gap("13", "How images were acquired", "scanner, dye, and the times of the frames"),
    ];

    private static IEnumerable<ChecklistItem> Reference() =>
    [
        Gap("14", "How the reference standard was defined", "the definition of each class"),
        Gap("15", "Why this reference standard", "why it was chosen"),
        Gap("16", "Who made the labels", "readers, and their training"),
        Gap("17", "How the test exams were labelled", "whether the test exams were labelled in another way"),
        Gap("18", "Agreement between and within readers", "the agreement of the readers"),
    ];

    private static IEnumerable<ChecklistItem> Partitions(ChecklistFacts facts) =>
    [
        Partly("19", "How exams were assigned to splits", "A split file: Methods, Data.", "how the split file was made"),
        facts.KnowsPatients
            ? Filled("20", "What the splits do not share", "No patient is in two splits: Methods, Data.")
            : Gap("20", "What the splits do not share", "whether exams of one patient are in several splits"),
        Gap("21", "Planned number of exams for testing", "how the number of test exams was decided"),
    ];

    private static IEnumerable<ChecklistItem> Model(ChecklistFacts facts) =>
    [
        Filled("22", "The model in detail", "Methods, Model."),
        facts.Software is { } software
            ? Filled("23", "Software and its versions", software)
            : Gap("23", "Software and its versions", "software and versions"),
        Filled("24", "How weights were initialised", "Methods, Model."),
        Filled("25", "How the model was trained", "Methods, Training."),
        Partly("26", "How the final model was chosen", "The epoch: Methods, Training.", "how other settings were chosen"),
        Filled("27", "Ensembles", "None: every figure is of a single model."),
    ];

    private static IEnumerable<ChecklistItem> Evaluation(ChecklistFacts facts) =>
    [
        Partly("28", "Metrics", "Methods, Statistical analysis.", "the primary metric, and why"),
        Filled("29", "Significance and uncertainty", "Methods, Statistical analysis."),
        Partly("30", "Robustness and sensitivity", facts.Repetitions, "other analyses of robustness, or that there were none"),
        Gap("31", "Explanation of single results", "methods of explanation, or that there were none"),
        facts.Result("32", "Evaluation on internal data", $"The {facts.Split} split: {facts.Performance}"),
        Gap("33", "Testing on external data", "results on exams of another site, or that there were none"),
        Gap("34", "Registration of a trial", "the number of the registration, if it was a trial"),
    ];

    private static IEnumerable<ChecklistItem> End(ChecklistFacts facts) =>
    [
        Partly("35", "Numbers of patients and exams, included and left out", ChecklistFacts.Flow, "exams that were left out before the "
            + "split file"),
        Partly("36", "Who the patients of each split are", ChecklistFacts.Classes, "age, sex, and diagnoses of the patients of each split"),
        facts.Result("37", "Performance with its uncertainty, on all splits", facts.Performance),
        facts.Result("38", "Diagnostic accuracy and its precision", facts.Performance),
        facts.Result("39", "Wrong results", facts.Failures, "what wrong exams have in common"),
        Partly("40", "Limits of the study", "Cautions: Limitations.", "limits of the data and the design"),
        Gap("41", "What it means for practice", "the discussion"),
        Gap("42", "The full protocol or further details", "where the protocol is"),
        Gap("43", "Where software, model and data are", "addresses, or why they are not available"),
        Gap("44", "Funding, and the part of funders", "funding"),
    ];
}
