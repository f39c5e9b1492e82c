using System.Text.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Core.Studies;

/// <summary>study.json: the plan of a study, written as settings are.</summary>
public static class StudyPlanFile
{
    /// <summary>The file's name in a study's folder.</summary>
    public const string Name = "study.json";

    /// <summary>The version of the format; files of later versions are refused.</summary>
    public const int Version = 1;

    /// <summary>Maximum size in bytes.</summary>
    public const long Largest = 1 << 24;

    private const string Patients = "patients", Files = "files", Curve = "learning_curve";

    /// <summary>Writes a valid plan.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="InputException">The plan is not valid, or the file cannot be written.</exception>
    public static void Write(string path, StudyPlan plan)
    {
        StudyRules.Require(plan);
        AtomicFile.WriteText(path, Text(plan));
    }

    /// <summary>The same as text.</summary>
    public static string Text(StudyPlan plan) => ToJson(plan).ToJsonString(SettingsFile.Json) + "\n";

    /// <summary>Reads and checks a plan, which may have been edited by hand. Relative paths in its settings stay as they are.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read or is not valid: a line for each fault, with the file and the field.</exception>
    public static StudyPlan Read(string path)
    {
        JsonObject json;
        try
        {
            json = JsonText.Parse(SafeOpen.Bytes(path, FolderOwners.Rule(path, Largest)), comments: true) as JsonObject
                ?? throw new InputException($"{path}: is not a study; it must be a JSON object");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file, so this is not a study's folder", e);
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: cannot be read as a study: {e.Message}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(SystemFault.Line(path, e, "make the file readable"), e);
        }
        Problems problems = new(path);
        StudyPlan? plan = Read(json, $"{path}: ", problems);
        if (plan is not null && problems.Count == 0)
            foreach (string problem in StudyRules.Problems(plan)) problems.Add($"{path}: {problem}");
        return problems.Count == 0 ? plan! : throw new InputException(problems);
    }

    private static JsonObject ToJson(StudyPlan plan)
    {
        JsonObject json = Always(plan);
        // Studies without them have the bytes that older versions wrote.
        if (plan.Name is not null) json["name"] = plan.Name;
        if (plan.Note.Length > 0) json["note"] = plan.Note;
        if (plan.Tags.Count > 0) json["tags"] = Array(plan.Tags);
        if (plan.Promoted.Count > 0) json["promoted"] = Array(plan.Promoted);
        return json;
    }

    private static JsonObject Always(StudyPlan plan) => new()
    {
        ["version"] = Version,
        ["created_at"] = plan.CreatedAt,
        ["created_by"] = plan.CreatedBy,
        ["selection"] = new JsonObject
        {
            ["metric"] = plan.Selection.Metric,
            ["direction"] = plan.Selection.Maximize ? SelectionRule.Max : SelectionRule.Min,
        },
        ["baseline"] = plan.Baseline,
        ["variants"] = new JsonArray([.. plan.Variants.Select(variant =>
            new JsonObject { ["name"] = variant.Name, ["settings"] = variant.Settings.DeepClone() })]),
        ["seeds"] = Array(plan.Seeds),
        ["folds"] = plan.Folds is { } folds ? ToJson(folds) : null,
        ["search"] = plan.Search is { } search ? Json(search) : null,
        ["rounds"] = new JsonArray([.. plan.Rounds.Select(round =>
            new JsonObject { ["variants"] = round.Variants, ["folds"] = round.Folds, ["seeds"] = round.Seeds })]),
        ["settings"] = SettingsFile.ToJson(plan.Settings),
    };

    private static JsonObject ToJson(StudyFolds folds)
    {
        JsonObject json = folds switch
        {
            PatientFolds patients => new JsonObject { ["kind"] = Patients, ["count"] = patients.Patients },
            FileFolds files => new JsonObject { ["kind"] = Files, ["files"] = Array(files.Files) },
            CurveFolds curve => new JsonObject { ["kind"] = Curve, ["shares"] = Array(curve.Shares), ["draw"] = curve.Draw },
            _ => throw new ArgumentOutOfRangeException(nameof(folds)),
        };
        json["sha256"] = Array(folds.Sha256);
        return json;
    }

    private static JsonArray Array<T>(IEnumerable<T> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static StudyPlan? Read(JsonObject json, string place, Problems problems)
    {
        PlanFields fields = new(json, place, problems);
        int version = fields.Whole("version");
        if (version > Version)
        {
            // Its fields may be others.
            problems.Add($"{place}version: {version} is of a later program; open the study with that");
            return null;
        }
        if (problems.Count == 0 && version != Version) problems.Add($"{place}version: {version} is not {Version}");
        JsonObject settings = fields.Json("settings");
        string[] faults = [.. VariedSettings.Problems(settings, new RunSettings())];
        foreach (string fault in faults) problems.Add($"{place}settings.{fault}");
        StudyPlan plan = new()
        {
            Settings = faults.Length == 0 ? SettingsFile.Combine(settings) : new RunSettings(),
            CreatedAt = fields.Time("created_at"),
            CreatedBy = fields.Text("created_by"),
            Selection = Selection(fields),
            Baseline = fields.TextOrNull("baseline"),
            Variants = [.. fields.Objects("variants").Select(Variant)],
            Seeds = fields.Longs("seeds"),
            Folds = fields.ObjectOrNull("folds") is { } folds ? FoldsOf(folds) : null,
            Search = fields.ObjectOrNull("search") is { } search ? SearchOf(search) : null,
            Rounds = [.. fields.Objects("rounds").Select(Round)],
            Name = fields.TextOrNull("name"),
            Note = fields.TextOrNull("note") ?? "",
            Tags = fields.Has("tags") ? fields.Texts("tags") : [],
            Promoted = fields.Has("promoted") ? fields.Texts("promoted") : [],
        };
        fields.RefuseOthers();
        return plan;
    }

    private static SelectionRule Selection(PlanFields fields)
    {
        // What is faulty has its line already, so that anything may stand for it.
        if (fields.Object("selection") is not { } own) return new SelectionRule("", Maximize: true);
        SelectionRule rule = new(own.Text("metric"), own.Word("direction", SelectionRule.Max, SelectionRule.Min) == SelectionRule.Max);
        own.RefuseOthers();
        return rule;
    }

    private static StudyVariant Variant(PlanFields own)
    {
        StudyVariant variant = new(own.Text("name"), (JsonObject)own.Json("settings").DeepClone());
        own.RefuseOthers();
        return variant;
    }

    private static StudyFolds? FoldsOf(PlanFields own)
    {
        StudyFolds? folds = own.Word("kind", Patients, Files, Curve) switch
        {
            Patients => new PatientFolds(own.Whole("count")),
            Files => new FileFolds(own.Texts("files")),
            Curve => new CurveFolds(own.Numbers("shares"), own.Long("draw")),
            _ => null,
        };
        if (folds is null) return null;
        folds = folds with { Sha256 = own.Has("sha256") ? own.Texts("sha256") : [] };
        own.RefuseOthers();
        return folds;
    }

    /// <summary>A search rule as study.json has it.</summary>
    public static JsonObject Json(SearchRule search) => search switch
    {
        MedianRule median => new JsonObject
        {
            ["rule"] = SearchRule.Median, ["startup"] = median.Startup, ["warmup"] = median.Warmup,
        },
        HalvingRule halving => new JsonObject
        {
            ["rule"] = SearchRule.Halving, ["rungs"] = Array(halving.Rungs), ["factor"] = halving.Factor,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(search)),
    };

    /// <summary>The search rule of an object as study.json has it.</summary>
    /// <exception cref="InputException">It is not valid; all faults are listed, each beginning with the field.</exception>
    public static SearchRule SearchOf(JsonObject search)
    {
        List<string> problems = [];
        SearchRule? rule = SearchOf(new PlanFields(search, "search.", problems));
        return problems.Count == 0 ? rule! : throw new InputException(problems);
    }

    private static SearchRule? SearchOf(PlanFields own)
    {
        SearchRule? search = own.Word("rule", SearchRule.Median, SearchRule.Halving) switch
        {
            SearchRule.Median => new MedianRule(own.Whole("startup"), own.Whole("warmup")),
            SearchRule.Halving => new HalvingRule(own.Wholes("rungs"), own.Whole("factor")),
            _ => null,
        };
        if (search is not null) own.RefuseOthers();
        return search;
    }

    private static StudyRound Round(PlanFields own)
    {
        StudyRound round = new(own.Whole("variants"), own.Whole("folds"), own.Whole("seeds"));
        own.RefuseOthers();
        return round;
    }
}
