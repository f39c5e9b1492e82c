using Angioboard.Jobs.Papers.Study;
using static Angioboard.Jobs.Papers.Checklists.ChecklistItem;

namespace Angioboard.Jobs.Papers.Checklists;

/// <summary>TRIPOD+AI, the checklist of 2024 for prediction models: 27 items, some with parts.</summary>
internal static class TripodAi
{
    public static IReadOnlyList<ChecklistItem> Of(PaperStudy study)
    {
        ChecklistFacts facts = new(study);
        return [.. Begin(), .. Data(facts), .. Analysis(facts), .. Openness(), .. Results(facts), .. Discussion()];
    }

    private static IEnumerable<ChecklistItem> Begin() =>
    [
        Gap("1", "Title: a prediction model is developed or evaluated, for whom and what", "the title"),
        Gap("2", "Abstract by its own checklist", "the abstract"),
        Gap("3a", "Medical background, and why the model is needed", "the background and earlier models"),
        Gap("3b", "For whom the model is, where in care, and who uses it", "patients, place in care, and users"),
        Gap("3c", "Known inequalities in health", "inequalities between groups of patients"),
        Gap("4", "Objectives: development, evaluation or both", "the objectives"),
    ];

    private static IEnumerable<ChecklistItem> Data(ChecklistFacts facts) =>
    [
        Gap("5a", "Sources of the data, and for whom they stand", "the sources, and whom the patients represent"),
        Gap("5b", "Dates of the data", "the first and last date of the exams"),
        Gap("6a", "Setting, number and place of centres", "the centres"),
        Gap("6b", "Who was eligible", "inclusion and exclusion criteria"),
        Gap("6c", "Treatments", "treatments before the exam, where they matter"),
        Filled("7", "Preparation of the data", "Methods, Model."),
        Partly("8a", "The outcome and how it was assessed", $"Classes: {facts.ClassNames}.", "how each class was defined and assessed"),
        Gap("8b", "Who assessed it", "readers, and their training"),
        Gap("8c", "Blinding of that assessment", "what the readers did not know"),
        Partly("9a", "Choice of predictors", "Frames of the exam alone: Methods, Model.", "why no other data of the patient were used"),
        Partly("9b", "Definition of the predictors", "Methods, Model.", "scanner, dye, and the times of the frames"),
        Gap("9c", "Who assessed predictors that need judgement", "that images were read by the model alone, if so"),
        Gap("10", "Sample size", "how the number of exams was decided"),
        Partly("11", "Missing data", "Exams without a label were predicted, but not evaluated.", "why labels or frames are missing"),
    ];

    private static IEnumerable<ChecklistItem> Analysis(ChecklistFacts facts) =>
    [
        Partly("12a", "How data were used for development and evaluation", "Methods, Data.", "how the split file was made"),
        Filled("12b", "How predictors entered the model", "Methods, Model."),
        Partly("12c", "Kind of model, its building, settings, and internal validation", "Methods, Model and Training.",
            "how other settings were chosen"),
        Gap("12d", "Differences between centres", "differences between centres, or that there was one"),
        Filled("12e", "Measures of performance, and why", "Methods, Statistical analysis."),
        Filled("12f", "Updating of the model", "None."),
        Filled("12g", "How predictions were calculated for evaluation", "By the kept epoch of the model: Methods, Training."),
        Filled("13", "Unequal frequency of classes", "Methods, Training."),
        Gap("14", "Fairness", "what was done for fairness between groups of patients"),
        Filled("15", "Output of the model, and thresholds", "A probability for each class: Methods, Statistical analysis."),
        Partly("16", "Differences between development and evaluation data", ChecklistFacts.Classes, "differences in patients and setting"),
        Gap("17", "Ethics approval and consent", "ethics committee, number, and consent"),
    ];

    private static IEnumerable<ChecklistItem> Openness() =>
    [
        Gap("18a", "Funding", "funding, and the part of the funders"),
        Gap("18b", "Conflicts of interest", "conflicts of interest"),
        Gap("18c", "Protocol", "where the protocol is, or that there was none"),
        Gap("18d", "Registration", "the registration, or that there was none"),
        Gap("18e", "Availability of the data", "where the data are, or why not"),
        Gap("18f", "Availability of the code", "where the code is, or why not"),
        Gap("19", "Part of patients and the public", "how they took part, or that they did not"),
    ];

    private static IEnumerable<ChecklistItem> Results(ChecklistFacts facts) =>
    [
        Partly("20a", "Flow of participants", ChecklistFacts.Flow, "exams that were left out before the split file"),
        Partly("20b", "Characteristics of participants", ChecklistFacts.Classes, "age, sex, and diagnoses"),
        Partly("20c", "Comparison of development and evaluation data", ChecklistFacts.Classes, "a comparison of patients' characteristics"),
        Filled("21", "Participants and outcomes in each analysis", ChecklistFacts.Classes),
        Partly("22", "The full model", "Methods, Model and Training.", "where the trained weights are"),
        facts.Result("23a", "Performance with intervals, also in subgroups", facts.Performance, "performance in groups of patients"),
        Gap("23b", "Differences in performance between centres", "performance by centre, or that there was one"),
        Filled("24", "Results of updating", "The model was not updated."),
    ];

    private static IEnumerable<ChecklistItem> Discussion() =>
    [
        Gap("25", "Interpretation, also of fairness", "the interpretation"),
        Partly("26", "Limitations", "Cautions: Limitations.", "limits of the data and the design"),
        Gap("27a", "What to do with poor or missing images in use", "what users should do with poor images"),
        Gap("27b", "What users must do and know", "how users work with the model, and what they must know"),
        Gap("27c", "Next steps", "further research"),
    ];
}
