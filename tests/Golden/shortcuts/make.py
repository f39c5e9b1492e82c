"""Writes regression.json and features.json beside it, with scikit-learn 1.2.1 and SciPy 1.10.1 (Debian's python3-sklearn)."""
import json
import os

import numpy as np
from scipy.stats import kruskal
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

FOLDER = os.path.dirname(os.path.abspath(__file__))


def exams(random, count, features, classes, signal):
    labels = random.integers(0, classes, count)
    rows = random.normal(size=(count, features)) * random.uniform(0.1, 50, features) + random.uniform(-100, 100, features)
    rows[:, 0] += signal * labels * rows[:, 0].std()
    return np.round(rows, 3), labels


def regression(name, seed, count, features, classes, signal):
    random = np.random.default_rng(seed)
    rows, labels = exams(random, count + 40, features, classes, signal)
    train, test = rows[:count], rows[count:]
    scaler = StandardScaler().fit(train)
    # The minimum that lbfgs seeks too, but not as far: it stops at a relative progress of 2e-9.
    model = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-8, max_iter=100000).fit(scaler.transform(train), labels[:count])
    return dict(name=name, classes=classes, train=train.tolist(), train_labels=labels[:count].tolist(), test=test.tolist(),
                coefficients=model.coef_.tolist(), intercepts=model.intercept_.tolist(),
                probabilities=model.predict_proba(scaler.transform(test)).tolist())


def feature(seed, count, classes, values):
    random = np.random.default_rng(seed)
    labels = random.integers(0, classes, count)
    feature = np.round(random.normal(size=count) * values + labels * 0.3 * values)
    return dict(values=feature.tolist(), labels=labels.tolist(), classes=classes,
                h=float(kruskal(*[feature[labels == c] for c in range(classes)]).statistic),
                areas=[float(roc_auc_score(labels == c, feature)) for c in range(classes)])


def write(name, content):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


write("regression.json", [regression("five classes", 1, 150, 10, 5, 0.5), regression("two classes", 2, 80, 4, 2, 0.8),
                          regression("separated", 3, 60, 3, 3, 30), regression("more features than exams", 4, 30, 80, 3, 1)])
write("features.json", [feature(5, 120, 5, 4), feature(6, 40, 2, 2), feature(7, 300, 3, 1000)])
