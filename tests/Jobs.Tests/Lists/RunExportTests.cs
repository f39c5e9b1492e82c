using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;
using CsCheck;
using CsvHelper;

namespace Angioboard.Jobs.Tests.Lists;

public sealed class RunExportTests
{
    private static readonly Run[] Runs =
    [
        Sample.Run(1, auc: 0.7123456789, settings: s => s with { Lr = 1e-5 }) with { Name = "a, \"b\"" },
        Sample.Run(2, auc: 0.9, settings: s => s with { Lr = 1e-5 }) with { Name = "50 % of a_b & {c}" },
        Sample.Run(3, settings: s => s with { Lr = 0.25 }) with { Name = "=1+1" },
    ];

    [Fact]
    public void Csv_has_all_rows_and_the_shown_columns_in_full_precision()
    {
        string csv =
            Csv(new RunQuery { Columns = ["name", "lr", "best:val_auc_ovr_macro", "created"], PageSize = 25, Page = 2, Sort = "id",
                Descending = false });

        Assert.Equal(""""
            id,name,lr,best:val_auc_ovr_macro,best:val_auc_ovr_macro epoch,created
            demo/Train_1,"a, ""b""",1E-05,0.7123456789,2,2026-01-02T04:04:05Z
            demo/Train_2,50 % of a_b & {c},1E-05,0.9,3,2026-01-02T05:04:05Z
            demo/Train_3,"'=1+1",0.25,,,2026-01-02T06:04:05Z

            """".ReplaceLineEndings("\n"), csv);
    }

    [Fact]
    public void A_negative_number_in_csv_is_not_a_formula_but_a_name_with_a_minus_is()
    {
        StringWriter text = new();
        RunExport.Csv(new RunQuery { Columns = ["name", "best:val_auc_ovr_macro"] }
            .Over([Sample.Run(1, auc: -0.25) with { Name = "-2+3" }]), text);

        Assert.Equal("demo/Train_1,\"'-2+3\",-0.25,2", text.ToString().Split('\n')[1]);
    }

    [Fact]
    public void Csv_of_groups_has_means_and_deviations()
    {
        string csv =
            Csv(new RunQuery { Columns = ["name", "owner", "best:val_auc_ovr_macro"], Grouping = RunGrouping.Settings, Sort = "lr",
                Descending = false });

        string[] lines = csv.Split('\n');
        Assert.Equal("settings,n,owner,best:val_auc_ovr_macro mean,best:val_auc_ovr_macro sd,best:val_auc_ovr_macro n", lines[0]);
        Assert.StartsWith("lr 1e-5,2,ada,0.80617", lines[1], StringComparison.Ordinal);
        Assert.Equal("lr 0.25,1,ada,,,0", lines[2]);
    }

    [Fact]
    public void Any_name_survives_csv_except_for_an_apostrophe_before_a_formula()
    {
        Gen.String.Where(name => name.Length > 0 && !name.Any(char.IsSurrogate)).Sample(name =>
        {
            StringWriter text = new();
            RunExport.Csv(new RunQuery { Columns = ["name"] }.Over([Sample.Run(1) with { Name = name }]), text);

            using CsvReader reader = CsvReader.FromText(text.ToString());
            Assert.True(reader.Read());
            string read = reader.GetString(1);
            return read == name || (read == "'" + name && CsvFormula.Guard(name) != name);
        }, iter: 300);
    }

    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("\uFF1D1+1", true)]
    [InlineData("\uFF0B1", true)]
    [InlineData("\uFE66SUM(A1)", true)]
    [InlineData(" =1+1", true)]
    [InlineData("\u200B=1+1", true)]
    [InlineData("\u202E=1+1", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("\t1", true)]
    [InlineData("\u22121+1", true)]
    [InlineData("-2+3", true)]
    [InlineData("-2.5e-3", false)]
    [InlineData("lr=0.1", false)]
    [InlineData("", false)]
    public void What_a_spreadsheet_would_evaluate_is_text(string text, bool guarded) =>
        Assert.Equal(guarded ? $"'{text}" : text, CsvFormula.Guard(text));

    [Theory]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("a;=1+1", "\"a;=1+1\"")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void A_field_of_a_csv_stays_one_text(string text, string expected)
    {
        StringWriter line = new();
        using (CsvText csv = new(line))
        {
            csv.Text(text);
            csv.EndRow();
        }

        Assert.Equal($"{expected}\r\n", line.ToString());
    }

    [Fact]
    public void Latex_is_escaped_rounded_and_marks_the_best()
    {
        string latex =
            Latex(new RunQuery { Columns = ["name", "lr", "best:val_auc_ovr_macro"], Sort = "id", Descending = false }.Over(Runs));

        Assert.Contains("\\begin{tabular}{lrr}\n\\toprule\nName & lr & Best val AUC \\\\\n\\midrule\n", latex, StringComparison.Ordinal);
        Assert.Contains("50 \\% of a\\_b \\& \\{c\\} & $10^{-5}$ & $\\mathbf{0.9000}$ \\\\\n", latex, StringComparison.Ordinal);
        Assert.Contains("a, {\\char34}b{\\char34} & $10^{-5}$ & $0.7123$ \\\\\n", latex, StringComparison.Ordinal);
        Assert.EndsWith("\\bottomrule\n\\end{tabular}\n", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_of_latex_are_in_the_readers_zone_which_the_heading_names()
    {
        TimeZoneInfo tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

        string runs = LatexTable.Of(new RunQuery { Columns = ["created"] }.Over(Runs[..1]), tokyo);
        string groups = LatexTable.Of(new RunQuery { Columns = ["created"], Grouping = RunGrouping.Experiment }.Over(Runs[..1]), tokyo);

        Assert.Contains(" (Asia/Tokyo) \\\\\n\\midrule\n2026-01-02 13:04 \\\\\n", runs, StringComparison.Ordinal);
        Assert.Contains("2026-01-02 13:04 \\\\\n", groups, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[wip] ViT", "{[}wip] ViT")]
    [InlineData(" [wip]", " {[}wip]")]
    [InlineData("*", "{*}")]
    [InlineData("", "")]
    [InlineData("- ", "- ")]
    public void A_row_of_latex_may_start_with_any_name(string name, string cell)
    {
        string latex = Latex(new RunQuery { Columns = ["name", "note", "tags"] }
            .Over([Sample.Run(1) with { Name = name, Note = name, Tags = [name] }]));

        Assert.Contains($"\\midrule\n{cell} & {cell} & {cell} \\\\\n\\bottomrule\n", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void Latex_defines_the_command_for_rare_characters_only_if_it_is_used()
    {
        RunQuery query = new() { Columns = ["name"] };

        Assert.StartsWith("% \\usepackage{booktabs}\n\\begin{tabular}",
            Latex(query.Over([Sample.Run(1) with { Name = "é µ – ß" }])), StringComparison.Ordinal);
        Assert.StartsWith(
            "% \\usepackage{booktabs}\n\\providecommand{\\angiochar}[3]{", Latex(query.Over([Sample.Run(1) with { Name = "中" }])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Latex_of_groups_has_means_with_deviations()
    {
        string latex =
            Latex(new RunQuery { Columns = ["name", "best:val_auc_ovr_macro"], Grouping = RunGrouping.Settings, Sort = "lr",
                Descending = false }.Over(Runs));

        Assert.Contains("lr 1e-5 & $2$ & $0.81 \\pm 0.13$ \\\\", latex, StringComparison.Ordinal);
    }

    private static string Latex(RunRows rows) => LatexTable.Of(rows, TimeZoneInfo.Utc);

    private static string Csv(RunQuery query)
    {
        StringWriter text = new();
        RunExport.Csv(query.Over(Runs), text);
        return text.ToString();
    }
}
