-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: 앱
-- ------------------------------------------------------
-- Server version	8.0.36

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
SET @@SESSION.SQL_LOG_BIN= 0;

--
-- Current Database: `app`
--

CREATE DATABASE /*!32312 IF NOT EXISTS*/ `app` /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci */ /*!80016 DEFAULT ENCRYPTION='N' */;

USE `app`;

--
-- Table structure for table `orders`
--

DROP TABLE IF EXISTS `orders`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!50503 SET character_set_client = utf8mb4 */;
CREATE TABLE `orders` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'the id; not "the" name''s',
  `code` varchar(191) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  `legacy` int(8) unsigned zerofill DEFAULT NULL,
  `price` decimal(10,2) NOT NULL DEFAULT '0.00',
  `flags` bit(3) DEFAULT b'101',
  `kind` enum('a','b,c','d''e','') COLLATE utf8mb4_bin NOT NULL,
  `sizes` set('s','m') DEFAULT NULL,
  `at` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  `ts` timestamp NULL DEFAULT NULL,
  `uid` binary(16) NOT NULL DEFAULT (uuid_to_bin(uuid())),
  `doc` json DEFAULT (json_array()),
  `total` decimal(12,2) GENERATED ALWAYS AS ((`price` * 2)) STORED,
  `lower_code` varchar(191) GENERATED ALWAYS AS (lower(`code`)) VIRTUAL NOT NULL,
  `hidden` int DEFAULT NULL /*!80023 INVISIBLE */,
  `place` point NOT NULL /*!80003 SRID 4326 */,
  `ratio` double DEFAULT '-1.5e10',
  PRIMARY KEY (`id`),
  UNIQUE KEY `orders_code_key` (`code`),
  KEY `a` (`code`(10) DESC,`price`),
  KEY `b` ((lower(`code`))),
  KEY `c` (`kind`) /*!80000 INVISIBLE */,
  KEY `d` (`price`) USING BTREE KEY_BLOCK_SIZE=8 COMMENT 'x, (y)',
  KEY `e` ((cast(json_extract(`doc`,_utf8mb4'$.ids') as unsigned array))),
  FULLTEXT KEY `f` (`code`) /*!50100 WITH PARSER `ngram` */ ,
  SPATIAL KEY `g` (`place`),
  CONSTRAINT `orders_ibfk_1` FOREIGN KEY (`id`) REFERENCES `users` (`id`) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT `orders_chk_1` CHECK ((`price` >= 0)),
  CONSTRAINT `orders_chk_2` CHECK (((`legacy` is null) or (`legacy` between 1 and 9) or regexp_like(`code`,_utf8mb4'^a'))) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB AUTO_INCREMENT=42 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 COMMENT='a table; with a semicolon'
/*!50100 PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (100) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `orders`
--

LOCK TABLES `orders` WRITE;
/*!40000 ALTER TABLE `orders` DISABLE KEYS */;
INSERT INTO `orders` VALUES (1,'a;b','\'; DROP TABLE x;',_binary 'ÿ;\\');
/*!40000 ALTER TABLE `orders` ENABLE KEYS */;
UNLOCK TABLES;
/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `orders_bi` BEFORE INSERT ON `orders` FOR EACH ROW BEGIN
  SET NEW.code = 'x';
  UPDATE counters SET n = n + 1;
END */;;
DELIMITER ;
/*!50001 DROP VIEW IF EXISTS `orders_view`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `orders_view` AS select '*/' AS `a`,`orders`.`id` AS `id` from `orders` */;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

-- Dump completed on 2026-01-01  0:00:00
