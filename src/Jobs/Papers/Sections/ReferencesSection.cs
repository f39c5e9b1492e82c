using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The works that the text cites.</summary>
internal static class ReferencesSection
{
    // How a text cites a work, in the order of the list, and the work.
    private static readonly (string Author, string Year, string Work)[] works =
    [
        ("Airola", "2011", "Airola A, Pahikkala T, Waegeman W, De Baets B, Salakoski T. An experimental comparison of cross-validation "
            + "techniques for estimating the area under the ROC curve. Computational Statistics and Data Analysis 2011;55:1828–1844."),
        ("Alexandari", "2020", "Alexandari A, Kundaje A, Shrikumar A. Maximum likelihood with bias-corrected calibration is hard-to-beat "
            + "at label shift adaptation. ICML "
            + "2020."),
        ("Bengio", "2004", "Bengio Y, Grandvalet Y. No unbiased estimator of the variance of k-fold cross-validation. Journal of Machine "
            + "Learning Research 2004;5:1089–1105."),
        ("Bouckaert", "2004", "Bouckaert RR, Frank E. Evaluating the replicability of significance tests for comparing learning "
            + "algorithms. PAKDD 2004."),
        ("Bröcker", "2007", "Bröcker J, Smith LA. Increasing the reliability of reliability diagrams. Weather and Forecasting "
            + "2007;22:651–661."),
        ("Cho", "2014", "Cho K, van Merriënboer B, Gulcehre C, et al. Learning phrase representations using RNN encoder-decoder for "
            + "statistical machine translation. EMNLP "
            + "2014."),
        ("Collins", "2024", "Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement: updated guidance for reporting clinical "
            + "prediction models that use regression or machine learning methods. BMJ "
            + "2024;385:e078378."),
        ("DeLong", "1988", "DeLong ER, DeLong DM, Clarke-Pearson DL. Comparing the areas under two or more correlated receiver operating "
            + "characteristic curves: a nonparametric approach. Biometrics 1988;44:837–845."),
        ("Dosovitskiy", "2021", "Dosovitskiy A, Beyer L, Kolesnikov A, et al. An image is worth 16x16 words: transformers for image "
            + "recognition at scale. ICLR "
            + "2021."),
        ("Efron", "1993", "Efron B, Tibshirani RJ. An Introduction to the Bootstrap. New York: Chapman & Hall, 1993."),
        ("Figueroa", "2012", "Figueroa RL, Zeng-Treitler Q, Kandula S, Ngo LH. Predicting sample size required for classification "
            + "performance. BMC Medical Informatics and Decision Making 2012;12:8."),
        ("Forman", "2010", "Forman G, Scholz M. Apples-to-apples in cross-validation studies: pitfalls in classifier performance "
            + "measurement. SIGKDD Explorations 2010;12:49–57."),
        ("Guo", "2017", "Guo C, Pleiss G, Sun Y, Weinberger KQ. On calibration of modern neural networks. ICML 2017."),
        ("Hillis", "2014", "Hillis SL. A marginal-mean ANOVA approach for analyzing multireader multicase radiological imaging data. "
            + "Statistics in Medicine "
            + "2014;33:330–360."),
        ("Holm", "1979", "Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics "
            + "1979;6:65–70."),
        ("Loshchilov", "2017", "Loshchilov I, Hutter F. SGDR: stochastic gradient descent with warm restarts. ICLR 2017."),
        ("Loshchilov", "2019", "Loshchilov I, Hutter F. Decoupled weight decay regularization. ICLR 2019."),
        ("Nadeau", "2003", "Nadeau C, Bengio Y. Inference for the generalization error. Machine Learning 2003;52:239–281."),
        ("Obuchowski", "1997", "Obuchowski NA. Nonparametric analysis of clustered ROC curve data. Biometrics 1997;53:567–578."),
        ("Obuchowski", "1995", "Obuchowski NA, Rockette HE. Hypothesis testing of diagnostic accuracy for multiple readers and multiple "
            + "tests: an ANOVA approach with dependent observations. Communications in Statistics: Simulation and Computation "
            + "1995;24:285–308."),
        ("Tejani", "2024", "Tejani AS, Klontzas ME, Gatti AA, et al. Checklist for Artificial Intelligence in Medical Imaging (CLAIM): "
            + "2024 update. Radiology: Artificial Intelligence "
            + "2024;6:e240300."),
        ("Tsamardinos", "2018", "Tsamardinos I, Greasidou E, Borboudakis G. Bootstrapping the out-of-sample predictions for efficient and "
            + "accurate cross-validation. Machine Learning 2018;107:1895–1922."),
        ("Van Calster", "2019", "Van Calster B, McLernon DJ, van Smeden M, Wynants L, Steyerberg EW. Calibration: the Achilles heel of "
            + "predictive analytics. BMC Medicine "
            + "2019;17:230."),
        ("Viering", "2023", "Viering T, Loog M. The shape of learning curves: a review. IEEE Transactions on Pattern Analysis and Machine "
            + "Intelligence 2023;45:7799–7819."),
        ("Wilson", "1927", "Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the American "
            + "Statistical Association "
            + "1927;22:209–212."),
        ("Zou", "2008", "Zou GY, Donner A. Construction of confidence limits about effect measures: a general approach. Statistics in "
            + "Medicine "
            + "2008;27:1693–1702."),
    ];

    /// <summary>The works that these blocks cite.</summary>
    public static IEnumerable<PaperBlock> Of(IEnumerable<PaperBlock> blocks)
    {
        string text = string.Join("\n", blocks.OfType<PaperParagraph>().Select(paragraph => paragraph.Text));
        string[] cited = [.. works.Where(work => IsCited(text, work.Author, work.Year)).Select(work => work.Work)];
        if (cited.Length == 0) yield break;
        yield return new PaperHeading(1, "References");
        yield return new PaperList(cited);
    }

    // The year follows the author's name within its brackets or sentence.
    private static bool IsCited(string text, string author, string year)
    {
        for (int at = text.IndexOf(author, StringComparison.Ordinal); at >= 0; at = text.IndexOf(author, at + 1, StringComparison.Ordinal))
        {
            int end = text.IndexOfAny([';', ')'], at);
            if (end > at && text[at..end].Contains(year, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
